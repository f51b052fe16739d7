import { ProblemError } from '@truss/client/problem-error'

/**
 * What to do about a state that the registry did not take.
 * - `no-answer`: nobody is there; every other state would fare the same
 * - `later`: this one may pass later
 * - `recheck`: it does not fit what is recorded; true only if the registry says so twice, since two moves may race
 * - `final`: it will never be taken
 */
export type OutboxFailure = 'no-answer' | 'later' | 'recheck' | 'final'

export function classifyFailure(error: unknown): OutboxFailure {
  // Both sides disagree about the contract: that passes when one of them is updated.
  if (!(error instanceof ProblemError)) return 'later'
  const { code, status } = error.problem
  // 502 to 504 are the words of a proxy in front of a registry that is not there.
  if (code === 'unreachable' || code === 'timeout' || code === 'registry-down' || status > 501)
    return 'no-answer'
  if (code === 'bad-record' || code === 'not-the-host' || code === 'conflicting-state') return 'final'
  return code === 'stale-state' ? 'recheck' : 'later'
}
