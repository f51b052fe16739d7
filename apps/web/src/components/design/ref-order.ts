import type { RefSummary } from '@truss/contracts/designs'
import type { RefsView } from '@truss/contracts/git-views'

/** Newest first; those without a time last, by name. */
export function newestFirst(refs: readonly RefSummary[]): RefSummary[] {
  return [...refs].sort(
    (a, b) =>
      (b.at ?? '').localeCompare(a.at ?? '') || a.short.localeCompare(b.short, 'en', { numeric: true }),
  )
}

/** The branch that HEAD names; `undefined` while the repository is empty. */
export function defaultBranch(refs: RefsView): RefSummary | undefined {
  return refs.branches.find(({ name }) => name === refs.head)
}

/** Branches with the default one first, then by name. */
export function branchesInOrder(refs: RefsView): RefSummary[] {
  const first = refs.head as string
  return [...refs.branches].sort(
    (a, b) => Number(b.name === first) - Number(a.name === first) || a.short.localeCompare(b.short, 'en'),
  )
}
