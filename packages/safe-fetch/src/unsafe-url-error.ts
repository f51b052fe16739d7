/**
 * Why a URL was not fetched.
 * - `scheme`: not http or https, plain http to an origin that is not listed, or no URL at all
 * - `credentials`: a user name or password in the URL
 * - `private-address`: a host that is, or resolves to, anything but public unicast, or is written in a disguise
 * - `redirect`: the answer was a redirect; it is named, never followed
 * - `too-large`: the body passed the limit
 * - `timeout`: the time was over before the body ended
 * - `unresolvable`: the name has no address
 * - `unreachable`: the connection failed or broke
 */
export type UnsafeUrlCode =
  | 'scheme'
  | 'credentials'
  | 'private-address'
  | 'redirect'
  | 'too-large'
  | 'timeout'
  | 'unresolvable'
  | 'unreachable'

/** A URL that somebody else chose was refused or failed; told apart by `code`. The message holds no query string. */
export class UnsafeUrlError extends Error {
  override readonly name = 'UnsafeUrlError'
  readonly code: UnsafeUrlCode

  constructor(code: UnsafeUrlCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
