import { createHash, createPrivateKey, randomBytes } from 'node:crypto'
import { PublicJwk } from '@truss/contracts/instances'
import { z } from 'zod'
import { RecordError } from './record-error.ts'

/** Ed25519 private key (RFC 8037). Never logged, never sent. */
export const PrivateJwk = PublicJwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
export type PrivateJwk = z.infer<typeof PrivateJwk>

/** The DER bytes before the 32 byte seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A key from 32 bytes: the same bytes make the same key. Without them, from the system's randomness. */
export function privateJwkOf(seed: Uint8Array = randomBytes(32)): PrivateJwk {
  if (seed.length !== 32) throw new Error(`an Ed25519 seed has 32 bytes, not ${seed.length}`)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  return PrivateJwk.parse(key.export({ format: 'jwk' }))
}

/** The part of a key that may be shown. */
export function publicJwkOf(key: PublicJwk | PrivateJwk): PublicJwk {
  return { kty: key.kty, crv: key.crv, x: key.x }
}

/**
 * The 32 bytes of a public key.
 *
 * @throws {RecordError} `bad-record` when `x` is not the one right spelling of its bytes: 43 characters hold
 *   two bits more than a key has, and a key with four spellings would have four thumbprints.
 */
export function rawKeyOf(key: PublicJwk): Uint8Array {
  const raw = Buffer.from(key.x, 'base64url')
  if (raw.length !== 32 || raw.toString('base64url') !== key.x) {
    throw new RecordError('bad-record', 'the key is not 32 bytes of canonical base64url')
  }
  return raw
}

/** The RFC 7638 thumbprint of a key, in base64url: its name everywhere. */
export function kidOf(key: PublicJwk): string {
  rawKeyOf(key)
  const members = `{"crv":"${key.crv}","kty":"${key.kty}","x":"${key.x}"}`
  return createHash('sha256').update(members).digest('base64url')
}
