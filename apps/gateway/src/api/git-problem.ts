import type { ErrorCode } from '@truss/contracts/errors'
import { DomainError } from '@truss/domain/errors'
import { GitError } from '@truss/git/git-error'

/**
 * Runs a git reading verb and says what it did not find in the words of the API.
 *
 * @throws {DomainError} `missing`, or `timeout`; anything else of git stays as it is, a bug of ours
 */
export async function orProblem<T>(missing: ErrorCode, message: string, read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    if (error.code === 'not-found' || error.code === 'rejected')
      throw new DomainError(missing, message, {}, { cause: error })
    if (error.code === 'ambiguous')
      throw new DomainError(missing, 'this fits more than one commit, give more digits')
    if (error.code === 'timeout') {
      throw new DomainError('timeout', 'the repository took too long to answer, try again')
    }
    throw error
  }
}
