/**
 * What a caller can do about a failed git operation.
 *
 * - `not-found`: the repository, ref, object or path does not exist, or the name given cannot name one.
 * - `ambiguous`: an abbreviated oid fits more than one commit.
 * - `too-large`: a limit given by the caller was passed.
 * - `timeout`: the time limit passed, or the caller's signal stopped the work.
 * - `rejected`: the input breaks a rule (hostile path, object that fsck refuses, refused push).
 * - `conflict`: a ref is not where the caller thought, or its lock is held; read again and retry.
 * - `broken`: anything else: a malformed stream, a damaged repository, git itself missing.
 */
export type GitErrorCode =
  | 'not-found'
  | 'ambiguous'
  | 'too-large'
  | 'timeout'
  | 'rejected'
  | 'conflict'
  | 'broken'

/** Longest piece of git's stderr that an error carries, in characters. */
export const MAX_STDERR = 16 * 1024

/** A failed git operation. `stderr` is for the log: it may name paths of this machine. */
export class GitError extends Error {
  readonly code: GitErrorCode
  /** The end of git's stderr, at most {@link MAX_STDERR} characters. */
  readonly stderr: string

  constructor(code: GitErrorCode, message: string, stderr = '') {
    super(message)
    this.name = 'GitError'
    this.code = code
    this.stderr = stderr.slice(-MAX_STDERR)
  }
}
