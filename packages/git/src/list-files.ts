import { gitRecords } from './git-records.ts'
import { missingTree } from './list-tree.ts'
import { assertOid, assertReadPath } from './names.ts'
import { parseTreeEntry, type TreeEntry } from './tree-entry.ts'

/** Files looked at before the search gives up, whatever fits. */
const MAX_SCANNED = 200_000
const TIMEOUT_MS = 30_000

export interface ListFilesOptions {
  /** Folder to start from; the root by default. */
  path?: string
  /** Files to return at most. */
  limit: number
  /** Keeps a file; all of them by default. */
  match?: (file: TreeEntry) => boolean
}

/**
 * Files of a commit at any depth, in git's order, without folders. `truncated` says that there may be more.
 *
 * @throws {GitError} `not-found`
 */
export async function listFiles(
  gitDir: string,
  commit: string,
  options: ListFilesOptions,
): Promise<{ files: TreeEntry[]; truncated: boolean }> {
  const { path = '', limit, match = () => true } = options
  const files: TreeEntry[] = []
  let scanned = 0
  try {
    const args = ['ls-tree', '-r', '-z', '-l', `${assertOid(commit)}:${assertReadPath(path)}`]
    for await (const record of gitRecords(args, { gitDir, delimiter: '\0', timeoutMs: TIMEOUT_MS })) {
      scanned += 1
      const file = parseTreeEntry(record, path)
      const fits = match(file)
      if (scanned > MAX_SCANNED || (fits && files.length === limit)) return { files, truncated: true }
      if (fits) files.push(file)
    }
  } catch (error) {
    throw missingTree(error)
  }
  return { files, truncated: false }
}
