import { COMMIT_FORMAT, type Commit, readCommits } from './commit-record.ts'
import { GitError } from './git-error.ts'
import { gitRecords } from './git-records.ts'
import { assertOid } from './names.ts'

/** One commit by its full oid. Throws `not-found` when it does not exist or is no commit. */
export async function readCommit(gitDir: string, oid: string): Promise<Commit> {
  const args = ['log', '-1', ...COMMIT_FORMAT, `${assertOid(oid)}^{commit}`, '--']
  try {
    const fields = gitRecords(args, { gitDir, delimiter: '\0', timeoutMs: 10_000 })
    for await (const commit of readCommits(fields)) return commit
  } catch (error) {
    throw missingCommit(error)
  }
  throw new GitError('not-found', 'no such commit')
}

/** Says `not-found` where git says that a revision does not exist. */
export function missingCommit(error: unknown): unknown {
  const missing = /bad object|bad revision|unknown revision|expected commit type|Not a valid/i
  if (error instanceof GitError && error.code === 'broken' && missing.test(error.stderr)) {
    return new GitError('not-found', 'no such commit', error.stderr)
  }
  return error
}
