import type { DiffFile } from '@truss/contracts/git-views'

export const STATUS_WORDS: Record<DiffFile['status'], string> = {
  added: 'new',
  removed: 'removed',
  modified: 'changed',
  renamed: 'renamed',
  copied: 'copied',
  mode: 'mode changed',
}

/** Id of a file's changes on the page of a commit. */
export const diffAnchor = (place: number) => `change-${place + 1}`
