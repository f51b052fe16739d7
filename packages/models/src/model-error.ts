/** `unreadable`: not what its name says, broken or cut off. `too-large`: beyond a limit. */
export type ModelErrorCode = 'unreadable' | 'too-large'

/** A file that cannot be used, through no fault of ours. The message is fit to be shown. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
