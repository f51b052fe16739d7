import { COMMIT_FORMAT, type Commit, readCommits } from './commit-record.ts'
import { runGit } from './git-process.ts'
import { gitRecords } from './git-records.ts'
import { assertReadPath } from './names.ts'
import { missingCommit } from './read-commit.ts'
import { resolveCommit } from './refs.ts'

const TIMEOUT_MS = 20_000

export interface ReadLogOptions {
  /** Branch, tag or oid, as {@link resolveCommit} takes it. */
  revision: string
  /** Only commits that changed this file or folder; renames are not followed. */
  path?: string
  limit: number
  /** Oid of the last commit of the page before; the answer starts behind it. */
  after?: string
}

/**
 * Commits that a revision reaches, newest first. An `after` that the walk does not meet gives an empty list.
 *
 * @throws {GitError} `not-found`, `ambiguous`
 */
export async function readLog(gitDir: string, options: ReadLogOptions): Promise<Commit[]> {
  const { limit, after } = options
  const { oid } = await resolveCommit(gitDir, options.revision)
  const paths = options.path === undefined || options.path === '' ? [] : [assertReadPath(options.path)]
  // Without a cursor git itself stops at the limit; with one, the stream is left when the page is full.
  const bound = after === undefined ? [`--max-count=${limit}`] : []
  const args = ['log', ...bound, ...COMMIT_FORMAT, oid, '--', ...paths]
  const commits: Commit[] = []
  if (limit <= 0) return commits
  let started = after === undefined
  try {
    for await (const commit of readCommits(
      gitRecords(args, { gitDir, delimiter: '\0', timeoutMs: TIMEOUT_MS }),
    )) {
      if (started) commits.push(commit)
      else started = commit.oid === after
      if (commits.length === limit) break
    }
  } catch (error) {
    throw missingCommit(error)
  }
  return commits
}

/** How many commits a revision reaches, or how many of them changed `path`. Throws `not-found`, `ambiguous`. */
export async function countCommits(
  gitDir: string,
  options: { revision: string; path?: string },
): Promise<number> {
  const { oid } = await resolveCommit(gitDir, options.revision)
  const paths = options.path === undefined || options.path === '' ? [] : [assertReadPath(options.path)]
  const output = await runGit(['rev-list', '--count', oid, '--', ...paths], { gitDir, timeoutMs: TIMEOUT_MS })
  return Number(output.toString())
}
