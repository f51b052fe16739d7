import { FeedIndex, Oid, RefName, type Sha256 } from '@truss/contracts/ids'
import { RECORD_TYPES } from '@truss/contracts/records'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import { designIdOf } from '@truss/federation/design-id'
import { decodeRecord } from '@truss/federation/record'
import { RecordError } from '@truss/federation/record-error'
import { type RefStateRecord, readRefState } from '@truss/federation/ref-state'
import type { Accepted, FraudProof, KnownState } from '@truss/federation/verdict'
import { verifyCopy } from '@truss/federation/verify-copy'
import { GitError } from '@truss/git/git-error'
import { readChainRecords, STATE_REF } from '@truss/git/state-chain'
import { z } from 'zod'
import type { HasClock, Stores } from '../deps.ts'

const FetchedRefs = z.array(z.object({ name: RefName, oid: Oid }))
type FetchedRef = z.infer<typeof FetchedRefs>[number]
const WHOLE_CHAIN = 10_000

/** Why a copy is not shown, with what proves it. */
export interface RefusedCopy {
  readonly verdict: 'refused'
  /** A word of `REFUSAL_REASONS`, or `broken-objects`. */
  readonly reason: string
  readonly detail: string
  /** sha256 of the newest record that came, when it could be read. */
  readonly record?: Sha256
  readonly fraud?: FraudProof
}

/** What may be switched to. */
export interface AcceptedCopy {
  readonly accepted: Accepted
  readonly refs: readonly FetchedRef[]
}

/** Judges refs that lie below `refs/truss/incoming` and came over the wire: nothing of them is believed before. */
export async function judgeFetched(
  { stores, clock }: HasClock & { stores: Pick<Stores, 'catalog' | 'replica'> },
  fetched: {
    entry: CatalogEntry
    gitDir: string
    refs: readonly { name: string; oid: string }[]
    known: KnownState | undefined
  },
): Promise<AcceptedCopy | RefusedCopy> {
  const { entry, gitDir, known } = fetched
  const { design, genesis } = entry
  if (!isGenesisOf(entry))
    return refused('wrong-design', 'the catalog holds a genesis record of another design')
  const parsed = FetchedRefs.safeParse(fetched.refs)
  if (!parsed.success) return refused('malformed', 'a ref has a name that no host accepts')
  const tip = parsed.data.find(({ name }) => name === STATE_REF)
  if (!tip) return refused('broken-chain', 'there is no ref state')
  const refs = parsed.data.filter(({ name }) => !name.startsWith('refs/truss/'))

  const chain = await readChain(gitDir, tip.oid, known)
  const newest = chain?.newest
  if (!chain || !newest) return refused('malformed', 'the chain of ref states cannot be read')
  const { head } = design
  const { registryHeardAt } = await stores.replica.position()
  const verdict = await verifyCopy({
    head: newest.payload.head,
    refs,
    chain: chain.records,
    genesis,
    assignment: { design: design.id, epoch: design.epoch, host: design.host },
    instances: (id) => stores.catalog.instance(id),
    ...(known && { known }),
    ...(head && {
      latest: {
        epoch: head.epoch,
        seq: head.seq,
        sha256: head.record,
        seenAt: registryHeardAt ?? new Date(0),
      },
    }),
    // Only the state that stands in the feed has an index there.
    ...(entry.headIndex !== null &&
      head?.record === newest.sha256 && { index: FeedIndex.parse(entry.headIndex) }),
    now: clock.now(),
  })
  if (verdict.verdict !== 'refused') return { accepted: verdict, refs: [...refs, tip] }
  const { reason, detail, fraud } = verdict
  return { verdict: 'refused', reason, detail, record: newest.sha256, ...(fraud && { fraud }) }
}

export function refused(reason: string, detail: string): RefusedCopy {
  return { verdict: 'refused', reason, detail }
}

/** The feed vouches for the order of events only; a design id proves its own genesis record. */
function isGenesisOf({ design, genesis }: CatalogEntry): boolean {
  try {
    decodeRecord(genesis, RECORD_TYPES.genesis)
    return designIdOf(genesis) === design.id
  } catch (error) {
    if (error instanceof RecordError) return false
    throw error
  }
}

/** The part of the chain that leads on from what is known. @returns undefined when it is no chain of records */
async function readChain(
  gitDir: string,
  tip: string,
  known: KnownState | undefined,
): Promise<{ records: string[]; newest: RefStateRecord } | undefined> {
  try {
    const [last] = await readChainRecords(gitDir, tip, 1)
    if (last === undefined) return undefined
    const newest = readRefState(last)
    const { epoch, seq } = newest.payload
    const count = known && known.epoch === epoch ? seq - known.seq + 1 : WHOLE_CHAIN
    return { records: await readChainRecords(gitDir, tip, count), newest }
  } catch (error) {
    // The commits are there, fetched and checked: what cannot be read was not written by a host of ours.
    if (error instanceof RecordError || (error instanceof GitError && error.code !== 'timeout'))
      return undefined
    throw error
  }
}
