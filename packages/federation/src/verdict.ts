import type { Sha256 } from '@truss/contracts/ids'
import type { CompactJws, RefStatePayload } from '@truss/contracts/records'
import type { RefStateRecord } from './ref-state.ts'

/**
 * Why a state is refused; a closed list.
 * - `malformed`: not a ref state, one of a level not known here, or dated ahead of the clock
 * - `wrong-design`: the state of another design
 * - `wrong-host`, `wrong-epoch`: not what the design is assigned to
 * - `unknown-key`: no listed, certified key of the host for ref states
 * - `key-expired`: dated outside the key's time, or beyond the key's cut-off in the feed
 * - `bad-signature`: this key has not signed these bytes
 * - `older-than-known`: a state before the one that is known
 * - `forked-chain`: another record in the place of one that is known or given
 * - `broken-chain`: records are missing, out of order or do not lead on from what is known
 * - `digest-mismatch`: HEAD or refs are not the ones that were signed
 * - `level-downgrade`: a lower level than that of the state before
 */
export const REFUSAL_REASONS = [
  'malformed',
  'wrong-design',
  'wrong-host',
  'wrong-epoch',
  'unknown-key',
  'key-expired',
  'bad-signature',
  'older-than-known',
  'forked-chain',
  'broken-chain',
  'digest-mismatch',
  'level-downgrade',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** A place in a chain and the record that is there. */
export interface KnownState {
  readonly epoch: number
  readonly seq: number
  readonly sha256: Sha256
  /** When at hand, a fork is returned as a whole proof, and a lower level is noticed across a gap. */
  readonly record?: CompactJws
}

/**
 * How an accepted state stands to the known one.
 * - `alone`: nothing was known, or nothing older could be compared
 * - `same`: it is the known one
 * - `next`: it names the known one, itself or through the records given, as its predecessor
 * - `gap`: it is later, and the records between were not given
 * - `promoted`: it belongs to a later epoch, which does not continue the known state: after a host was lost,
 *   the registry may have assigned the design from an earlier state
 */
export type Joins = 'alone' | 'same' | 'next' | 'gap' | 'promoted'

/** Two records for one place, both signed by the host: anybody can check this without trusting who shows it. */
export interface FraudProof {
  readonly records: readonly [CompactJws, CompactJws]
}

export interface Accepted {
  /** `as-of`: true at `payload.at`, and something newer exists or may exist. */
  readonly verdict: 'verified' | 'as-of'
  readonly payload: RefStatePayload
  readonly record: CompactJws
  readonly sha256: Sha256
  readonly joins: Joins
}

export interface Refused {
  readonly verdict: 'refused'
  readonly reason: RefusalReason
  /** For the log and the operator. */
  readonly detail: string
  /** What the record says, where it could be read. Not to be believed. */
  readonly payload?: RefStatePayload
  /** Only with `forked-chain`, when both records were at hand. Both signatures have been checked. */
  readonly fraud?: FraudProof
}

export type Verdict = Accepted | Refused

/** @returns below 0 when `a` comes before `b` in a chain, 0 for the same place */
export function comparePlaces(
  a: { readonly epoch: number; readonly seq: number },
  b: { readonly epoch: number; readonly seq: number },
): number {
  return a.epoch - b.epoch || a.seq - b.seq
}

/** A refusal, as thrown inside this package and returned at its doors. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason
  readonly state: RefStateRecord | undefined
  readonly fork: readonly [CompactJws, CompactJws] | undefined

  constructor(
    reason: RefusalReason,
    message: string,
    about: { state?: RefStateRecord | undefined; fork?: readonly [CompactJws, CompactJws] | undefined } = {},
  ) {
    super(message)
    this.reason = reason
    this.state = about.state
    this.fork = about.fork
  }
}
