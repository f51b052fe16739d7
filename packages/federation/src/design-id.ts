import { createHash } from 'node:crypto'
import type { DesignId } from '@truss/contracts/ids'
import { type CompactJws, RECORD_TYPES } from '@truss/contracts/records'
import { base32 } from './base32.ts'
import { decodeRecord } from './record.ts'

/**
 * The id of the design that a genesis record makes: sha256 over the payload's bytes, so whoever signs the same
 * payload makes the same design. Does not check the signature; `verifyGenesis` does.
 *
 * @throws {RecordError} `bad-record`
 */
export function designIdOf(genesis: CompactJws): DesignId {
  const { payloadBytes } = decodeRecord(genesis, RECORD_TYPES.genesis)
  return base32(createHash('sha256').update(payloadBytes).digest()) as DesignId
}
