import type { ErrorCode } from '@truss/contracts/errors'

/**
 * A failure that the caller can act on. `message`: lower case, no full stop, what happened and what to do;
 * it reaches the person. `facts` reach the log only.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.facts = facts
  }
}
