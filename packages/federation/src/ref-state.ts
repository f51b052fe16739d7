import type { AccountId, DesignId, InstanceId, RefName, Sha256 } from '@truss/contracts/ids'
import {
  type CompactJws,
  GenesisPayload,
  type ObjectFormat,
  RECORD_LEVEL,
  RECORD_TYPES,
  type RefMove,
  RefStatePayload,
} from '@truss/contracts/records'
import { designIdOf } from './design-id.ts'
import type { Signer } from './instance-keys.ts'
import { type DecodedRecord, decodeRecord, signRecord } from './record.ts'
import { RecordError } from './record-error.ts'
import { type Ref, refsDigest } from './refs-digest.ts'

/** A record lists no more moves than this, nor more JSON: it must fit the longest record. */
const MAX_MOVES = 500
const MAX_MOVES_CHARACTERS = 150_000

/** A ref state taken apart; unproven until `verifyRefState`. */
export interface RefStateRecord extends DecodedRecord {
  readonly payload: RefStatePayload
}

/**
 * Signs a ref state. The host stores the record durably before it shows it to anybody and before refs move:
 * signing another one for the same place is the fraud that the chain is there to show.
 *
 * @throws {RecordError} `bad-record` when the payload names another host than the signer
 */
export async function signRefState(payload: RefStatePayload, signer: Signer): Promise<CompactJws> {
  const parsed = RefStatePayload.parse(payload)
  if (parsed.host !== signer.instance) {
    throw new RecordError('bad-record', `${signer.instance} cannot sign for ${parsed.host}`)
  }
  return signRecord(RECORD_TYPES.refState, parsed, signer)
}

/**
 * Takes a ref state apart without checking who signed it.
 *
 * @throws {RecordError} `bad-record`, also for a level that this version does not know
 */
export function readRefState(record: string): RefStateRecord {
  const decoded = decodeRecord(record, RECORD_TYPES.refState)
  const payload = RefStatePayload.safeParse(decoded.json)
  if (!payload.success) throw new RecordError('bad-record', 'not the payload of a ref state')
  if (payload.data.level > RECORD_LEVEL) {
    throw new RecordError('bad-record', `level ${payload.data.level} needs a newer version of Truss`)
  }
  return { ...decoded, payload: payload.data }
}

export interface NextRefStateInput {
  /** The last ref state of the chain, or the genesis record when there is none. */
  readonly previous: CompactJws
  readonly epoch: number
  readonly host: InstanceId
  /** As they will be once this push is done. */
  readonly head: RefName
  readonly refs: readonly Ref[]
  readonly moved: readonly RefMove[]
  readonly lfs: { readonly digest: Sha256; readonly count: number }
  /** Of the repository on disk. */
  readonly bytes: number
  /** `null`: nobody pushed; the instance itself moved refs. */
  readonly pushedBy: AccountId | null
  readonly now: Date
}

/**
 * The payload that follows the last record of a chain: next `seq` in the same epoch, 1 in a later one.
 *
 * @throws {RecordError} `bad-record` when nothing can follow there: an earlier epoch, or another host in the same
 */
export function nextRefState(input: NextRefStateInput): RefStatePayload {
  const place = placeAfter(input.previous, input)
  const moved = input.moved.filter((move) => !move.ref.startsWith('refs/truss/'))
  const listable = moved.length <= MAX_MOVES && JSON.stringify(moved).length <= MAX_MOVES_CHARACTERS
  return RefStatePayload.parse({
    design: place.design,
    epoch: input.epoch,
    seq: place.seq,
    prev: place.prev,
    host: input.host,
    head: input.head,
    refs: { ...refsDigest(input), format: place.format },
    moved: listable ? moved : null,
    lfs: { digest: input.lfs.digest, count: input.lfs.count },
    bytes: input.bytes,
    pushedBy: input.pushedBy,
    level: Math.max(place.level, RECORD_LEVEL),
    at: input.now.toISOString(),
  })
}

interface Place {
  readonly design: DesignId
  readonly format: ObjectFormat
  readonly seq: number
  readonly prev: Sha256
  readonly level: number
}

function placeAfter(previous: CompactJws, { epoch, host }: { epoch: number; host: InstanceId }): Place {
  if (isGenesis(previous)) {
    const genesis = decodeRecord(previous, RECORD_TYPES.genesis)
    const { objectFormat } = GenesisPayload.parse(genesis.json)
    return { design: designIdOf(previous), format: objectFormat, seq: 1, prev: genesis.sha256, level: 1 }
  }
  const { payload, sha256 } = readRefState(previous)
  const { design, level } = payload
  const rest = { design, format: payload.refs.format, prev: sha256, level }
  if (epoch > payload.epoch) return { ...rest, seq: 1 }
  if (epoch < payload.epoch)
    throw new RecordError('bad-record', `epoch ${epoch} is over: ${payload.epoch} runs`)
  if (host !== payload.host) throw new RecordError('bad-record', `epoch ${epoch} belongs to ${payload.host}`)
  return { ...rest, seq: payload.seq + 1 }
}

function isGenesis(record: CompactJws): boolean {
  try {
    decodeRecord(record, RECORD_TYPES.genesis)
    return true
  } catch {
    return false
  }
}
