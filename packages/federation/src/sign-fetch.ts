import { randomBytes } from 'node:crypto'
import { type InstanceKeys, signerOf } from './instance-keys.ts'
import { signRequest } from './sign-request.ts'

export interface RequestSignerOptions {
  readonly keys: InstanceKeys
  /** Goes into the tag; lower-case letters, digits and hyphens. */
  readonly purpose: string
  readonly clock: { now(): Date }
  /** 16 fresh bytes per call. Default: from the system. */
  readonly randomNonce?: () => Uint8Array
}

/** Signs each request in the name of an instance: for `authorize` of `createClient`. Sign again before a retry. */
export function createRequestSigner({
  keys,
  purpose,
  clock,
  randomNonce = () => randomBytes(16),
}: RequestSignerOptions): (request: Request) => Promise<Request> {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(purpose)) throw new Error(`not a purpose: ${purpose}`)
  const { instance, kid, privateKey } = signerOf(keys, 'request')
  return (request) =>
    signRequest(request, {
      keyid: `${instance}#${kid}`,
      privateKey,
      tag: `truss-v1:${purpose}`,
      now: clock.now(),
      nonce: randomNonce(),
    })
}

/** A `fetch` whose requests are signed. Redirects are not followed: a signature is for one target. */
export function createSignedFetch({
  fetch,
  ...options
}: RequestSignerOptions & { readonly fetch: (request: Request) => Promise<Response> }): (
  request: Request,
) => Promise<Response> {
  const sign = createRequestSigner(options)
  return async (request) => fetch(await sign(new Request(request, { redirect: 'manual' })))
}
