/** What a refused record or request is told; each word is also an `ErrorCode` of the contracts. */
export type RecordErrorCode = 'bad-signature' | 'bad-record' | 'replayed-request'

/**
 * A record or a request that is refused.
 * - `bad-record`: it does not have the form it must have
 * - `bad-signature`: nobody whose word counts here has signed these bytes, now
 * - `replayed-request`: well signed, and seen before
 */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: RecordErrorCode

  constructor(code: RecordErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
