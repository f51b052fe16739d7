import { ProblemError } from '@truss/client/problem-error'
import { DomainError } from '@truss/domain/errors'

const NO_ANSWER = new Set(['unreachable', 'timeout', 'registry-down', 'internal'])

/** What a person hears when the registry does not answer. */
export function registryDown(options?: ErrorOptions): DomainError {
  const message =
    'the registry does not answer, so nothing was saved; reading, cloning and pushing go on, try again in a few minutes'
  return new DomainError('registry-down', message, {}, options)
}

/** Turns a refusal of the registry into one of this instance, with its code and words. */
export function fromRegistry(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error
  const { code, detail, title } = error.problem
  if (NO_ANSWER.has(code)) return registryDown({ cause: error })
  return new DomainError(code, detail ?? title, { from: 'registry' }, { cause: error })
}
