import type { DesignId } from '@truss/contracts/ids'
import { type CompactJws, GenesisPayload, RECORD_TYPES } from '@truss/contracts/records'
import { designIdOf } from './design-id.ts'
import type { Signer } from './instance-keys.ts'
import { findKey, type InstanceLookup, isWithin } from './key-lookup.ts'
import { decodeRecord, signRecord, verifyRecord } from './record.ts'
import { RecordError } from './record-error.ts'

/**
 * Signs the birth of a design, with the instance's key for ref states.
 *
 * @throws {RecordError} `bad-record` when the payload names another instance than the signer
 */
export async function signGenesis(payload: GenesisPayload, signer: Signer): Promise<CompactJws> {
  const parsed = GenesisPayload.parse(payload)
  if (parsed.instance !== signer.instance) {
    throw new RecordError('bad-record', `${signer.instance} cannot sign for ${parsed.instance}`)
  }
  return signRecord(RECORD_TYPES.genesis, parsed, signer)
}

/**
 * @param options.now when given, the key must be in force at this moment: for the registry, which sees a record
 *   first. Left out, any listed key of the instance counts, since a design outlives the keys of its birth.
 * @throws {RecordError} `bad-record`, `bad-signature`
 */
export async function verifyGenesis(
  record: CompactJws,
  options: { instances: InstanceLookup; now?: Date },
): Promise<{ payload: GenesisPayload; design: DesignId }> {
  const decoded = decodeRecord(record, RECORD_TYPES.genesis)
  const payload = GenesisPayload.safeParse(decoded.json)
  if (!payload.success) throw new RecordError('bad-record', 'not the payload of a genesis record')
  const holder = await options.instances(payload.data.instance)
  const key =
    holder?.id === payload.data.instance ? await findKey(holder, decoded.header.kid, 'ref-state') : undefined
  if (!key) {
    throw new RecordError(
      'bad-signature',
      `no key ${decoded.header.kid} of ${payload.data.instance} is known`,
    )
  }
  if (options.now && !(key.validUntilIndex === null && isWithin(key, options.now))) {
    throw new RecordError('bad-signature', `key ${key.kid} is not in force`)
  }
  await verifyRecord(decoded, key.jwk)
  return { payload: payload.data, design: designIdOf(decoded.record) }
}
