import { createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { InstanceId } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { contentDigest } from './content-digest.ts'
import { RecordError } from './record-error.ts'
import { MAX_LIFETIME_SECONDS, type RequestTag } from './sign-request.ts'
import { componentValues, signatureBase } from './signature-base.ts'
import { parseSignature, parseSignatureInput, type SignatureInput } from './signature-headers.ts'

/** A request as it arrived. */
export interface IncomingRequest {
  readonly method: string
  /**
   * The public target URI as the client saw it: the configured public base with the request target, not what a
   * proxy in front made of it. In the spelling of the WHATWG URL parser, without a fragment.
   */
  readonly url: string
  readonly headers: Headers
  /** Whole, as received; empty when there is none. */
  readonly body: Uint8Array
}

export interface VerifyRequestOptions {
  /** From the local instance table; never by asking an address that the request names. */
  readonly resolveKey: (instance: InstanceId, kid: string) => Promise<PublicJwk | undefined>
  /** The tags that this receiver takes on this route. */
  readonly tags: ReadonlySet<RequestTag>
  readonly now: Date
  /** How far the sender's clock may be off. */
  readonly skewSeconds: number
  /**
   * Remembers a nonce in one atomic step.
   * @param expires until then, skew included, it must be remembered
   * @returns false if it was there already
   */
  readonly claimNonce: (keyid: string, nonce: string, expires: Date) => Promise<boolean>
}

/**
 * Says which instance sent a request. Checked in this order: syntax, time, tag, key, body, signature, nonce.
 * The nonce comes last, so that nobody without the key can use one up.
 *
 * @throws {RecordError} `bad-signature` for everything but a nonce that was used: `replayed-request`
 */
export async function verifyRequest(
  request: IncomingRequest,
  options: VerifyRequestOptions,
): Promise<{ instance: InstanceId; kid: string; tag: RequestTag }> {
  const input = parseSignatureInput(headerOf(request.headers, 'signature-input'))
  const signature = parseSignature(headerOf(request.headers, 'signature'))
  const url = targetUri(request.url)
  checkWindow(input, options)
  const tag = input.tag as RequestTag
  if (!options.tags.has(tag)) throw refusal(`a request tagged ${tag} has no business here`)
  const jwk = await options.resolveKey(input.instance, input.kid)
  if (!jwk) throw refusal(`no key ${input.keyid} is known or in force`)
  const digest = contentDigest(request.body)
  if (!sameText(headerOf(request.headers, 'content-digest'), digest)) {
    throw refusal('Content-Digest is not the sha-256 of the body alone')
  }
  const values = componentValues(request.method, url, digest)
  const base = signatureBase(
    input.components.map((name) => [name, values[name]] as const),
    input.params,
  )
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  if (!verify(null, Buffer.from(base), key, signature))
    throw refusal('the signature does not fit the request')
  const forget = new Date((input.expires + options.skewSeconds) * 1000)
  if (!(await options.claimNonce(input.keyid, input.nonce, forget))) {
    throw new RecordError('replayed-request', 'this request was received before')
  }
  return { instance: input.instance, kid: input.kid, tag }
}

function checkWindow({ created, expires }: SignatureInput, options: VerifyRequestOptions): void {
  const now = options.now.getTime() / 1000
  if (expires <= created || expires - created > MAX_LIFETIME_SECONDS) {
    throw refusal(`a signature is valid for at most ${MAX_LIFETIME_SECONDS} seconds`)
  }
  if (created > now + options.skewSeconds)
    throw refusal('the signature is from the future: compare the clocks')
  // At this very second the nonce may be forgotten already, so it counts as past.
  if (now >= expires + options.skewSeconds) throw refusal('the signature has expired')
}

/** Another spelling of the same target is refused: whoever routes the request might read it differently. */
function targetUri(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.href !== text || url.username !== '' || url.password !== '' || text.includes('#')) {
    throw refusal('the target is not a canonical absolute URL')
  }
  return url
}

function headerOf(headers: Headers, name: string): string {
  const value = headers.get(name)
  if (value === null) throw refusal(`the request has no ${name}`)
  return value
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function refusal(message: string): RecordError {
  return new RecordError('bad-signature', message)
}
