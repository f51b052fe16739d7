import { isoDate } from './commit-record.ts'
import { GitError } from './git-error.ts'
import { gitRecords } from './git-records.ts'
import { listTree } from './list-tree.ts'

/** A folder page shows what was found by then. */
const DEFAULT_TIMEOUT_MS = 3_000

export interface LastCommit {
  oid: string
  subject: string
  author: string
  /** ISO 8601, of the author. */
  when: string
}

/**
 * For each entry of a folder (by name), the newest commit that changed it, from one walk over the history. Null
 * where the walk ran out of time first. Throws `not-found`.
 */
export async function lastCommits(
  gitDir: string,
  commit: string,
  folder: string,
  options: { timeoutMs?: number } = {},
): Promise<Map<string, LastCommit | null>> {
  const { entries } = await listTree(gitDir, commit, folder)
  const found = new Map<string, LastCommit | null>(entries.map(({ name }) => [name, null]))
  const prefix = folder === '' ? '' : `${folder}/`
  let missing = found.size
  if (missing === 0) return found
  // `-c` shows in a merge what differs from all parents: what the merge itself changed.
  const shape = [
    '-z',
    '--format=tformat:%H%x00%aI%x00%an%x00%s',
    '--raw',
    '-c',
    '--no-renames',
    '--abbrev=64',
  ]
  const args = ['log', ...shape, '--no-show-signature', '--no-notes', '--encoding=UTF-8', commit, '--']
  if (folder !== '') args.push(folder)
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  try {
    let current: LastCommit | undefined
    for await (const item of logItems(gitRecords(args, { gitDir, delimiter: '\0', timeoutMs }))) {
      if ('oid' in item) {
        current = item
        continue
      }
      if (!item.path.startsWith(prefix)) continue
      const name = item.path.slice(prefix.length).split('/')[0] ?? ''
      if (current === undefined || found.get(name) !== null) continue
      found.set(name, current)
      missing -= 1
      if (missing === 0) break
    }
  } catch (error) {
    if (!(error instanceof GitError && error.code === 'timeout')) throw error
  }
  return found
}

/**
 * What the NUL-ended fields of `git log --raw` stand for is told by position, never by their look: four fields
 * start a commit, a field that begins with a colon is followed by one path.
 */
async function* logItems(fields: AsyncIterable<string>): AsyncGenerator<LastCommit | { path: string }> {
  let header: string[] = []
  let pathNext = false
  for await (const field of fields) {
    if (pathNext) {
      pathNext = false
      yield { path: field }
      continue
    }
    const text = header.length === 0 ? field.replace(/^\n/, '') : field
    if (header.length === 0 && (text === '' || text.startsWith(':'))) {
      pathNext = text !== ''
      continue
    }
    header.push(text)
    if (header.length === 4) {
      const [oid = '', when = '', author = '', subject = ''] = header
      yield { oid, when: isoDate(when), author, subject }
      header = []
    }
  }
}
