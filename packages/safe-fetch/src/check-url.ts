import { isIP } from 'node:net'
import { UnsafeUrlError } from './unsafe-url-error.ts'

const MAX_URL_LENGTH = 2048

export interface CheckedUrl {
  readonly url: URL
  /** Host without brackets: a name or an address. */
  readonly host: string
  readonly port: number
  /** The origin is one the operator listed: http and private addresses are allowed. */
  readonly listed: boolean
}

/**
 * Everything that can be said about a URL before its name is resolved.
 *
 * @throws {UnsafeUrlError} `scheme`, `credentials`, `private-address`, `unresolvable`
 */
export function checkUrl(input: string | URL, listedOrigins: ReadonlySet<string>): CheckedUrl {
  const text = String(input).trim()
  const url = text.length <= MAX_URL_LENGTH ? URL.parse(text) : null
  if (!url) throw new UnsafeUrlError('scheme', 'not an absolute URL of at most 2048 characters')
  // The text as well: the parser forgives `https:host` and `https:\\host`, which others read as paths.
  if (!/^https?:\/\/[^/\\]/i.test(text)) {
    throw new UnsafeUrlError('scheme', `only https:// is fetched, not ${url.protocol}`)
  }
  // The text as well: an empty user name (`https://@host`) vanishes in the parser.
  if (url.username !== '' || url.password !== '' || rawAuthority(text).includes('@')) {
    throw new UnsafeUrlError('credentials', 'credentials in a URL are not used')
  }
  const listed = listedOrigins.has(url.origin)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // WHATWG parsing turns 0177.0.0.1, 2130706433, 127.1 and full-width digits into dotted decimal. Whoever writes an
  // address in such a way hides something, and other programs (git, curl) may read it differently.
  if (isIP(host) === 4 && rawHost(text) !== host) {
    throw new UnsafeUrlError('private-address', 'an IPv4 address must be written in its canonical form')
  }
  if (url.protocol === 'http:' && !listed) {
    throw new UnsafeUrlError('scheme', `plain http is not allowed for ${url.origin}`)
  }
  if (isIP(host) === 0 && !isResolvableName(host)) {
    throw new UnsafeUrlError('unresolvable', `${JSON.stringify(host)} is not a host name`)
  }
  return { url, host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)), listed }
}

/** Between `//` and the path, as it was written. The parser takes a backslash for a slash. */
function rawAuthority(text: string): string {
  return /^https?:\/\/([^/\\?#]*)/i.exec(text)?.[1] ?? ''
}

function rawHost(text: string): string {
  return rawAuthority(text).replace(/^.*@/, '').replace(/:\d*$/, '')
}

/** Letters, digits, hyphens and underscores in labels; no trailing dot, which would make a second name for one host. */
function isResolvableName(host: string): boolean {
  return host.length <= 253 && /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(host)
}
