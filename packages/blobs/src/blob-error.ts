/** `bad-name` and `bad-range` are the reader's or caller's fault, the others the sender's. */
export type BlobErrorCode = 'too-large' | 'size-mismatch' | 'digest-mismatch' | 'bad-name' | 'bad-range'

/** A blob was refused; told apart by `code`. */
export class BlobError extends Error {
  override readonly name = 'BlobError'
  readonly code: BlobErrorCode

  constructor(code: BlobErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
