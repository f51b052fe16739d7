import { createHash } from 'node:crypto'
import type { Sha256 } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { CompactJws, type RECORD_TYPES } from '@truss/contracts/records'
import { CompactSign, compactVerify } from 'jose'
import { z } from 'zod'
import { kidOf, type PrivateJwk } from './jwk.ts'
import { RecordError } from './record-error.ts'

export type RecordType = (typeof RECORD_TYPES)[keyof typeof RECORD_TYPES]

/** A private key with its name. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: PrivateJwk
}

/** Exactly these: a header that brings its own key (`jwk`, `jku`) or asks for extensions (`crit`) is refused. */
const ProtectedHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.string().max(64),
  kid: z.string().regex(/^[A-Za-z0-9_-]{8,43}$/),
})
export type ProtectedHeader = z.infer<typeof ProtectedHeader>

/** A record taken apart. Nothing of it is proven until `verifyRecord`. */
export interface DecodedRecord {
  readonly record: CompactJws
  readonly header: ProtectedHeader
  readonly payloadBytes: Uint8Array
  /** The payload as JSON; its schema is the reader's matter. */
  readonly json: unknown
  /** Over the ASCII bytes of the whole compact JWS: what `prev` of the next record says. */
  readonly sha256: Sha256
}

/** sha256 of a record's bytes as they travel. */
export function recordSha256(record: CompactJws): Sha256 {
  return createHash('sha256').update(record, 'ascii').digest('hex') as Sha256
}

/** Signs a payload as compact JSON. The caller has parsed the payload with its schema. */
export async function signRecord(typ: RecordType, payload: object, key: SigningKey): Promise<CompactJws> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
    .sign(key.privateKey)
  const record = CompactJws.safeParse(jws)
  if (!record.success) throw new RecordError('bad-record', `the record is too long: ${jws.length} characters`)
  return record.data
}

/**
 * Takes a record apart and checks its form: type, header, and one spelling only.
 *
 * @throws {RecordError} `bad-record`
 */
export function decodeRecord(text: string, typ: RecordType): DecodedRecord {
  const parsed = CompactJws.safeParse(text)
  if (!parsed.success) throw new RecordError('bad-record', 'not a compact JWS')
  const record = parsed.data
  const [head = '', body = '', signature = ''] = record.split('.')
  const header = ProtectedHeader.safeParse(jsonOf(bytesOf(head)))
  if (!header.success) throw new RecordError('bad-record', 'the header is not {alg, typ, kid} of a record')
  if (header.data.typ !== typ) throw new RecordError('bad-record', `not a ${typ} but a ${header.data.typ}`)
  // The last character of a signature carries four bits that no signature covers. Unchecked, anybody could
  // spell a record anew, and its sha256 with it.
  bytesOf(signature)
  const payloadBytes = bytesOf(body)
  return {
    record,
    header: header.data,
    payloadBytes,
    json: jsonOf(payloadBytes),
    sha256: recordSha256(record),
  }
}

/**
 * Checks that a key has signed a record and that the header names this key.
 *
 * @throws {RecordError} `bad-signature`
 */
export async function verifyRecord(decoded: DecodedRecord, key: PublicJwk): Promise<void> {
  if (decoded.header.kid !== kidOf(key)) {
    throw new RecordError('bad-signature', `signed by key ${decoded.header.kid}, not ${kidOf(key)}`)
  }
  try {
    await compactVerify(decoded.record, key, { algorithms: ['EdDSA'] })
  } catch (cause) {
    throw new RecordError('bad-signature', 'the signature does not fit the record', { cause })
  }
}

function bytesOf(segment: string): Uint8Array {
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.toString('base64url') !== segment) throw new RecordError('bad-record', 'not canonical base64url')
  return bytes
}

/** Only what `JSON.stringify` writes: a name given twice would mean one thing to one reader and another to the next. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const json: unknown = JSON.parse(text)
    if (JSON.stringify(json) === text) return json
  } catch (cause) {
    throw new RecordError('bad-record', 'not JSON in UTF-8', { cause })
  }
  throw new RecordError('bad-record', 'not JSON in its compact form')
}
