import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import type { InstanceId } from '@truss/contracts/ids'

/** Private Ed25519 key (RFC 8037) that the registry knows by `kid`. Secret. */
export interface AssertionKey {
  readonly kid: string
  readonly privateKey: {
    readonly kty: 'OKP'
    readonly crv: 'Ed25519'
    readonly x: string
    readonly d: string
  }
}

const VALID_SECONDS = 60

/** A JWT that proves at a token endpoint which client asks (private_key_jwt: RFC 7523, RFC 8037). Usable once. */
export function clientAssertion(
  client: InstanceId,
  key: AssertionKey,
  { audience, now }: { audience: string; now: Date },
): string {
  const iat = Math.floor(now.getTime() / 1000)
  const header = { alg: 'EdDSA', typ: 'JWT', kid: key.kid }
  const claims = { iss: client, sub: client, aud: audience, jti: randomUUID(), iat, exp: iat + VALID_SECONDS }
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const privateKey = createPrivateKey({ key: { ...key.privateKey }, format: 'jwk' })
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
}
