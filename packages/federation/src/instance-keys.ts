import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { InstanceId } from '@truss/contracts/ids'
import { InstanceKey, type KeyPurpose, type PublicJwk } from '@truss/contracts/instances'
import { RECORD_TYPES } from '@truss/contracts/records'
import { z } from 'zod'
import { base32 } from './base32.ts'
import { kidOf, type PrivateJwk, privateJwkOf, publicJwkOf, rawKeyOf } from './jwk.ts'
import { decodeRecord, type SigningKey, signRecord, verifyRecord } from './record.ts'
import { RecordError } from './record-error.ts'

/** No subkey lives longer: a stolen one is worth little for long. */
export const MAX_KEY_DAYS = 90
const DAY_MS = 86_400_000

/** A subkey: what signs, and what others know of it. */
export interface Subkey {
  readonly privateKey: PrivateJwk
  readonly key: InstanceKey
}

/** All private keys of an instance. The root certifies the others and signs nothing else. */
export interface InstanceKeys {
  readonly instance: InstanceId
  readonly root: PrivateJwk
  readonly subkeys: { readonly request: Subkey; readonly refState: Subkey; readonly openid: Subkey }
}

/** A subkey in the name of its instance. */
export interface Signer extends SigningKey {
  readonly instance: InstanceId
}

/** The id that belongs to a root key: the first 26 base32 characters of the sha256 of its 32 bytes. */
export function instanceIdOf(rootKey: PublicJwk): InstanceId {
  return base32(createHash('sha256').update(rawKeyOf(rootKey)).digest()).slice(0, 26) as InstanceId
}

/** What the root key signs of a subkey. The cut-off is left out: the registry decides it. */
const Certificate = z.strictObject({
  instance: InstanceId,
  ...InstanceKey.pick({ kid: true, jwk: true, purposes: true, notBefore: true, notAfter: true }).shape,
})

function certificateOf(
  instance: InstanceId,
  { kid, jwk, purposes, notBefore, notAfter }: Omit<InstanceKey, 'certificate' | 'validUntilIndex'>,
): z.infer<typeof Certificate> {
  return Certificate.parse({ instance, kid, jwk, purposes, notBefore, notAfter })
}

/** A new subkey for one purpose, certified by the root key. `seed`: 32 bytes, random when left out. */
export async function issueSubkey(
  root: PrivateJwk,
  purpose: KeyPurpose,
  { now, validDays = MAX_KEY_DAYS, seed }: { now: Date; validDays?: number; seed?: Uint8Array },
): Promise<Subkey> {
  const privateKey = privateJwkOf(seed)
  const key = {
    kid: kidOf(privateKey),
    jwk: publicJwkOf(privateKey),
    purposes: [purpose],
    notBefore: now.toISOString(),
    notAfter: new Date(now.getTime() + validDays * DAY_MS).toISOString(),
  }
  const signer = { kid: kidOf(root), privateKey: root }
  const certificate = await signRecord(RECORD_TYPES.key, certificateOf(instanceIdOf(root), key), signer)
  const subkey = { privateKey, key: { ...key, certificate, validUntilIndex: null } }
  await verifyInstanceKey(publicJwkOf(root), instanceIdOf(root), subkey.key)
  return subkey
}

/**
 * The keys of a new instance.
 *
 * @param options.newSeed gives 32 fresh bytes per key, called for root, request, refState, openid in this order;
 *   for tests and vectors. Random when left out.
 */
export async function generateInstanceKeys(options: {
  now: Date
  validDays?: number
  newSeed?: () => Uint8Array
}): Promise<InstanceKeys> {
  const { newSeed } = options
  const root = privateJwkOf(newSeed?.())
  const issue = (purpose: KeyPurpose) => {
    const seed = newSeed?.()
    return issueSubkey(root, purpose, seed ? { ...options, seed } : options)
  }
  return {
    instance: instanceIdOf(root),
    root,
    subkeys: {
      request: await issue('request'),
      refState: await issue('ref-state'),
      openid: await issue('openid'),
    },
  }
}

/** What to sign with: `request` for HTTP requests, `refState` for genesis records and ref states. */
export function signerOf(keys: InstanceKeys, use: 'request' | 'refState'): Signer {
  const { key, privateKey } = keys.subkeys[use]
  return { instance: keys.instance, kid: key.kid, privateKey }
}

/**
 * Checks that an instance's root key vouches for a subkey and for every field that is listed with it.
 * Says nothing about time: a key that has run out is still the instance's.
 *
 * @throws {RecordError} `bad-record` when the listing contradicts itself or its certificate,
 *   `bad-signature` when the root key is not the instance's or has not signed
 */
export async function verifyInstanceKey(
  rootKey: PublicJwk,
  instance: InstanceId,
  listed: InstanceKey,
): Promise<void> {
  const parsed = InstanceKey.safeParse(listed)
  if (!parsed.success) throw new RecordError('bad-record', 'not an instance key')
  const key = parsed.data
  if (instanceIdOf(rootKey) !== instance) {
    throw new RecordError('bad-signature', `the root key is not that of instance ${instance}`)
  }
  if (kidOf(key.jwk) !== key.kid) throw new RecordError('bad-record', `kid ${key.kid} is not the thumbprint`)
  if (key.jwk.x === rootKey.x) throw new RecordError('bad-record', 'the root key is no subkey of itself')
  const days = (Date.parse(key.notAfter) - Date.parse(key.notBefore)) / DAY_MS
  if (!(days > 0 && days <= MAX_KEY_DAYS)) {
    throw new RecordError('bad-record', `a subkey is valid for at most ${MAX_KEY_DAYS} days`)
  }
  const decoded = decodeRecord(key.certificate, RECORD_TYPES.key)
  await verifyRecord(decoded, rootKey)
  const certificate = Certificate.safeParse(decoded.json)
  if (!certificate.success) throw new RecordError('bad-record', 'not the certificate of an instance key')
  if (!isDeepStrictEqual(certificate.data, certificateOf(instance, key))) {
    throw new RecordError(
      'bad-record',
      `the certificate of key ${key.kid} says something else than the listing`,
    )
  }
}
