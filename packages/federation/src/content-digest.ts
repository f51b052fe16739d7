import { createHash } from 'node:crypto'

/** The `Content-Digest` of a body (RFC 9530), with sha-256 alone. An empty body has one too. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}
