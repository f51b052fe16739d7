import type { CompactJws } from '@truss/contracts/records'
import { RecordError } from './record-error.ts'
import { type RefStateRecord, readRefState } from './ref-state.ts'
import { comparePlaces, type Joins, type KnownState, Refusal, type RefusalReason } from './verdict.ts'

/** A longer list is refused: pass the tail since the state that is known. */
export const MAX_CHAIN_RECORDS = 10_000

export type ChainVerdict =
  | {
      readonly joined: true
      readonly states: readonly RefStateRecord[]
      readonly joins: Exclude<Joins, 'gap'>
    }
  | { readonly joined: false; readonly reason: RefusalReason; readonly detail: string }

/** At least one ref state, oldest first; unproven. */
export interface States {
  readonly all: readonly RefStateRecord[]
  readonly first: RefStateRecord
  readonly newest: RefStateRecord
}

/**
 * Whether a list of ref states, oldest first, is a dense chain that ends in its newest record and leads on from
 * what is known. Looks at numbers and hashes only; no signature is checked.
 */
export function joinsChain(records: readonly string[], known?: KnownState): ChainVerdict {
  try {
    const states = readStates(records)
    const joins = checkChain(states, known)
    if (joins === 'gap') throw gapAfter(known)
    return { joined: true, states: states.all, joins }
  } catch (error) {
    if (error instanceof Refusal) return { joined: false, reason: error.reason, detail: error.message }
    throw error
  }
}

export function gapAfter(known: KnownState | undefined): Refusal {
  return new Refusal(
    'broken-chain',
    `the records between ${known?.epoch}.${known?.seq} and these are missing`,
  )
}

/** Takes the records of a list apart. @throws {Refusal} `malformed`, `broken-chain` when there is none */
export function readStates(records: readonly string[]): States {
  if (records.length > MAX_CHAIN_RECORDS) {
    throw new Refusal('malformed', `${records.length} records are more than ${MAX_CHAIN_RECORDS}`)
  }
  const all = records.map(readState)
  const [first] = all
  const newest = all.at(-1)
  if (!first || !newest) throw new Refusal('broken-chain', 'there is no ref state')
  return { all, first, newest }
}

/** Checks that the states follow each other, and says how they stand to the known one. @throws {Refusal} */
export function checkChain(states: States, known: KnownState | undefined): Joins {
  for (const [index, state] of states.all.entries()) {
    const before = states.all[index - 1]
    if (before) checkFollows(before, state)
  }
  return known ? joinsOf(states, known) : 'alone'
}

function readState(record: string): RefStateRecord {
  try {
    return readRefState(record)
  } catch (error) {
    if (error instanceof RecordError) throw new Refusal('malformed', error.message)
    throw error
  }
}

function checkFollows(before: RefStateRecord, state: RefStateRecord): void {
  const [a, b] = [before.payload, state.payload]
  if (a.design !== b.design) throw new Refusal('wrong-design', 'states of two designs', { state })
  if (comparePlaces(a, b) === 0 && before.sha256 !== state.sha256) throw forkOf(before.record, state)
  const dense =
    a.epoch === b.epoch ? b.seq === a.seq + 1 && a.host === b.host : b.epoch > a.epoch && b.seq === 1
  if (!dense || b.prev !== before.sha256) {
    throw new Refusal('broken-chain', `${placeOf(b)} does not follow ${placeOf(a)}`, { state })
  }
  checkLevel(a.level, state)
}

function joinsOf({ all, first, newest }: States, known: KnownState): Joins {
  const there = all.find((state) => comparePlaces(state.payload, known) === 0)
  if (there && there.sha256 !== known.sha256) throw forkOf(known.record, there)
  if (comparePlaces(newest.payload, known) < 0) {
    throw new Refusal(
      'older-than-known',
      `${placeOf(newest.payload)} is older than the known state ${placeOf(known)}`,
      { state: newest },
    )
  }
  if (there) return there === newest ? 'same' : 'next'
  if (known.record) checkLevel(readState(known.record).payload.level, first)
  const start = first.payload
  if (start.epoch === known.epoch) {
    if (start.seq > known.seq + 1) return 'gap'
    if (start.prev === known.sha256) return 'next'
    // An honest host signs one record per place, so `prev` of the next place names the known one.
    if (start.seq === known.seq + 1) {
      throw new Refusal(
        'broken-chain',
        `${placeOf(start)} follows another ${placeOf(known)} than the known one`,
        {
          state: first,
        },
      )
    }
  }
  // The list may begin before the known place and leave it out, where a later epoch went on without it.
  if (comparePlaces(start, known) < 0) return 'promoted'
  if (start.seq > 1) return 'gap'
  return start.prev === known.sha256 ? 'next' : 'promoted'
}

/** @throws {Refusal} `level-downgrade` */
function checkLevel(level: number, state: RefStateRecord): void {
  if (state.payload.level < level) {
    throw new Refusal('level-downgrade', `level ${state.payload.level} after ${level}`, { state })
  }
}

export function forkOf(known: CompactJws | undefined, state: RefStateRecord): Refusal {
  const fork = known === undefined ? undefined : ([known, state.record] as const)
  return new Refusal('forked-chain', `another record is in the place ${placeOf(state.payload)}`, {
    state,
    fork,
  })
}

function placeOf({ epoch, seq }: { epoch: number; seq: number }): string {
  return `${epoch}.${seq}`
}
