import { createPrivateKey, sign } from 'node:crypto'
import { contentDigest } from './content-digest.ts'
import type { PrivateJwk } from './jwk.ts'
import { COMPONENTS, componentValues, signatureBase } from './signature-base.ts'
import { SIGNATURE_LABEL, writeSignatureParams } from './signature-headers.ts'

/** A signature is good for so long, plus the receiver's skew. */
export const MAX_LIFETIME_SECONDS = 60

/** What a request is for; a receiver names the tags it takes. */
export type RequestTag = `truss-v1:${string}`

export interface SignRequestOptions {
  /** `${InstanceId}#${kid}` */
  readonly keyid: string
  readonly privateKey: PrivateJwk
  readonly tag: RequestTag
  readonly now: Date
  /** 16 random bytes, never used before with this key. */
  readonly nonce: Uint8Array
}

/**
 * A copy of the request with `Content-Digest`, `Signature-Input` and `Signature` (RFC 9421). The body is read
 * into memory; send the copy, and do not use the original again.
 */
export async function signRequest(request: Request, options: SignRequestOptions): Promise<Request> {
  if (options.nonce.length !== 16) throw new Error('a nonce has 16 bytes')
  const body = new Uint8Array(await request.clone().arrayBuffer())
  const url = new URL(request.url)
  // A fragment is never sent, so the receiver could not know it.
  url.hash = ''
  const digest = contentDigest(body)
  const created = Math.floor(options.now.getTime() / 1000)
  const params = writeSignatureParams({
    created,
    expires: created + MAX_LIFETIME_SECONDS,
    nonce: Buffer.from(options.nonce).toString('base64url'),
    keyid: options.keyid,
    tag: options.tag,
  })
  const values = componentValues(request.method, url, digest)
  const base = signatureBase(
    COMPONENTS.map((name) => [name, values[name]] as const),
    params,
  )
  const key = createPrivateKey({ key: { ...options.privateKey }, format: 'jwk' })
  const headers = new Headers(request.headers)
  headers.set('content-digest', digest)
  headers.set('signature-input', `${SIGNATURE_LABEL}=${params}`)
  headers.set('signature', `${SIGNATURE_LABEL}=:${sign(null, Buffer.from(base), key).toString('base64')}:`)
  return new Request(request, body.length > 0 ? { headers, body } : { headers })
}
