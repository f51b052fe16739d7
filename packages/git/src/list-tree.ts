import { GitError } from './git-error.ts'
import { gitRecords } from './git-records.ts'
import { assertOid, assertReadPath } from './names.ts'
import { parseTreeEntry, type TreeEntry } from './tree-entry.ts'

const MAX_ENTRIES = 5000
const TIMEOUT_MS = 15_000

export interface TreeListing {
  entries: TreeEntry[]
  /** More entries exist than were read. */
  truncated: boolean
}

/**
 * One folder of a commit (or tree), folders first, then by name; the root is the empty path. At most 5000 entries.
 *
 * @throws {GitError} `not-found` when the commit or the folder does not exist, or the path is a file
 */
export async function listTree(gitDir: string, commit: string, path: string): Promise<TreeListing> {
  const tree = `${assertOid(commit)}:${assertReadPath(path)}`
  const entries: TreeEntry[] = []
  let truncated = false
  try {
    const args = ['ls-tree', '-z', '-l', tree]
    for await (const record of gitRecords(args, { gitDir, delimiter: '\0', timeoutMs: TIMEOUT_MS })) {
      truncated = entries.length === MAX_ENTRIES
      if (truncated) break
      entries.push(parseTreeEntry(record, path))
    }
  } catch (error) {
    throw missingTree(error)
  }
  return { entries: entries.sort(foldersFirst), truncated }
}

/** Says `not-found` where git says that a name leads to no tree. */
export function missingTree(error: unknown): unknown {
  const missing = /not a valid object name|not a tree object|bad object|does not exist/i
  if (error instanceof GitError && error.code === 'broken' && missing.test(error.stderr)) {
    return new GitError('not-found', 'no such folder', error.stderr)
  }
  return error
}

function foldersFirst(a: TreeEntry, b: TreeEntry): number {
  const rank = Number(b.kind === 'tree') - Number(a.kind === 'tree')
  return rank !== 0 ? rank : a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
