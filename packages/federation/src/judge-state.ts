import type { DesignId, FeedIndex, InstanceId, RefName } from '@truss/contracts/ids'
import { forkOf, type States } from './chain.ts'
import type { InstanceLookup } from './key-lookup.ts'
import { RecordError } from './record-error.ts'
import { type RefStateRecord, readRefState } from './ref-state.ts'
import { type Ref, refsDigest } from './refs-digest.ts'
import { checkSignature, checkTime, type StateKeys, stateKeys } from './state-signature.ts'
import {
  comparePlaces,
  type FraudProof,
  type Joins,
  type KnownState,
  Refusal,
  type Refused,
  type Verdict,
} from './verdict.ts'

/** After so long without news from the registry, nobody can say that a state is the newest. */
export const FRESH_FOR_MS = 10 * 60_000

/** Which host the registry has assigned a design to. */
export interface Assignment {
  readonly design: DesignId
  readonly epoch: number
  readonly host: InstanceId
}

/** What a state is measured against, apart from refs. */
export interface StateContext {
  readonly assignment: Assignment
  readonly instances: InstanceLookup
  /** The last state that the asking side accepted. It should never forget it. */
  readonly known?: KnownState
  /**
   * The head that the registry has recorded, and when its feed was last heard. Makes the difference between
   * `verified` and `as-of`; left out, freshness is not judged and the verdict is `verified`.
   */
  readonly latest?: KnownState & { readonly seenAt: Date }
  /** The feed index under which the newest record stands; needed when its key has been retired. */
  readonly index?: FeedIndex
  readonly now: Date
}

/** HEAD and refs as they were found; `refs/truss/*` may be among them and does not count. */
export interface FoundRefs {
  readonly head: RefName
  readonly refs: readonly Ref[]
}

/** Runs the checks and turns a refusal into a verdict. Other errors are faults, and pass. */
export async function judge(
  context: StateContext,
  check: (keys: StateKeys) => Promise<{ newest: RefStateRecord; joins: Joins }>,
): Promise<Verdict> {
  const keys = stateKeys(context.instances)
  try {
    const { newest, joins } = await check(keys)
    const { payload, record, sha256 } = newest
    return { verdict: isFresh(newest, context) ? 'verified' : 'as-of', payload, record, sha256, joins }
  } catch (error) {
    if (error instanceof Refusal) return refusedFor(error, keys)
    throw error
  }
}

/** The newest state is the assigned host's word about this design. @throws {Refusal} */
export async function checkNewest(
  newest: RefStateRecord,
  keys: StateKeys,
  { assignment, now, index }: StateContext,
): Promise<void> {
  const { design, host, epoch } = newest.payload
  const about = { state: newest }
  if (design !== assignment.design) throw new Refusal('wrong-design', `a state of ${design}`, about)
  const key = await checkSignature(newest, keys)
  if (host !== assignment.host) {
    throw new Refusal('wrong-host', `signed by ${host}, assigned to ${assignment.host}`, about)
  }
  if (epoch !== assignment.epoch) {
    throw new Refusal('wrong-epoch', `epoch ${epoch}, assigned is ${assignment.epoch}`, about)
  }
  checkTime(newest, key, { now, index })
}

/** Nothing here contradicts what the registry has recorded. @throws {Refusal} `forked-chain` */
export function checkLatest({ all }: States, latest: KnownState | undefined): void {
  const there = latest && all.find(({ payload }) => comparePlaces(payload, latest) === 0)
  if (there && there.sha256 !== latest.sha256) throw forkOf(latest.record, there)
}

/** @throws {Refusal} `digest-mismatch` */
export function checkRefs(newest: RefStateRecord, { head, refs }: FoundRefs): void {
  const signed = newest.payload
  let found: ReturnType<typeof refsDigest>
  try {
    found = refsDigest({ head, refs })
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    throw new Refusal('digest-mismatch', error.message, { state: newest })
  }
  const oidLength = signed.refs.format === 'sha1' ? 40 : 64
  const fits =
    head === signed.head &&
    found.count === signed.refs.count &&
    found.digest === signed.refs.digest &&
    refs.every((ref) => ref.oid.length === oidLength)
  if (!fits) {
    const detail = `found HEAD ${head} and ${found.count} refs, signed are ${signed.head} and ${signed.refs.count}`
    throw new Refusal('digest-mismatch', detail, { state: newest })
  }
}

function isFresh(newest: RefStateRecord, { latest, now }: StateContext): boolean {
  if (!latest) return true
  return comparePlaces(newest.payload, latest) >= 0 && now.getTime() - latest.seenAt.getTime() <= FRESH_FOR_MS
}

/**
 * What a record without a right signature says is nobody's word: then the signature is the reason, so that noise
 * cannot pass for a fork or a rollback by the host.
 */
async function refusedFor(refusal: Refusal, keys: StateKeys): Promise<Refused> {
  const { state, fork } = refusal
  let reason = refusal
  if (state) {
    const unsigned = await refusalOf(checkSignature(state, keys))
    if (unsigned) reason = unsigned
  }
  const fraud = reason === refusal && fork ? await fraudOf(fork, keys) : undefined
  return {
    verdict: 'refused',
    reason: reason.reason,
    detail: reason.message,
    ...(state && { payload: state.payload }),
    ...(fraud && { fraud }),
  }
}

async function fraudOf(records: FraudProof['records'], keys: StateKeys): Promise<FraudProof | undefined> {
  const [a, b] = [readRefState(records[0]), readRefState(records[1])]
  if (a.payload.host !== b.payload.host || a.payload.design !== b.payload.design) return undefined
  const refused = (await refusalOf(checkSignature(a, keys))) ?? (await refusalOf(checkSignature(b, keys)))
  return refused ? undefined : { records }
}

async function refusalOf(check: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await check
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
