import { rm } from 'node:fs/promises'
import { RECORD_TYPES } from '@truss/contracts/records'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Copy } from '@truss/db/instance/copy-store'
import { decodeRecord } from '@truss/federation/record'
import type { KnownState } from '@truss/federation/verdict'
import { repositoryExists } from '@truss/git/bare-repository'
import { deleteRefsUnder } from '@truss/git/borrow'
import { switchRefs } from '@truss/git/switch-refs'
import type { HasClock, Stores } from '../deps.ts'
import type { AcceptedCopy, RefusedCopy } from './judge-fetched.ts'

const INCOMING = 'refs/truss/incoming'
const MAX_REASON = 500

type SettleDeps = HasClock & { readonly stores: Pick<Stores, 'copies'> }

/**
 * Shows what was accepted: refs, the chain's tip among them, in one transaction, then the row. A crash in between
 * leaves the row behind the refs, and the next run finds both by the chain.
 */
export async function keepCopy(
  { stores, clock }: SettleDeps,
  gitDir: string,
  { accepted, refs }: AcceptedCopy,
): Promise<Copy> {
  const { payload, record, sha256 } = accepted
  await switchRefs(gitDir, refs, payload.head)
  const copy: Copy = {
    design: payload.design,
    host: false,
    epoch: payload.epoch,
    seq: payload.seq,
    digest: payload.refs.digest,
    record,
    lastRecord: sha256,
    signedAt: new Date(payload.at),
    checkedAt: clock.now(),
    refusedReason: null,
  }
  await stores.copies.put(copy)
  return copy
}

/** Remembers why, and keeps what was verified before. Without such a state nothing stays on disk. */
export async function refuseCopy(
  { stores, clock }: SettleDeps,
  entry: CatalogEntry,
  refusal: RefusedCopy,
): Promise<void> {
  const { design, genesis } = entry
  const reason = `${refusal.reason}: ${refusal.detail}`.slice(0, MAX_REASON)
  if (!(await stores.copies.get(design.id))) {
    await stores.copies.put({
      ...{ design: design.id, host: false, epoch: design.epoch, seq: 0, digest: null, record: null },
      lastRecord: decodeRecord(genesis, RECORD_TYPES.genesis).sha256,
      ...{ signedAt: null, checkedAt: clock.now(), refusedReason: reason },
    })
  }
  await stores.copies.refuse(design.id, reason, clock.now())
}

/** Drops what was fetched and not accepted; the whole repository when it holds no accepted state (`own`). */
export async function dropFetched(gitDir: string, own: KnownState | undefined): Promise<void> {
  if (own === undefined) await rm(gitDir, { recursive: true, force: true, maxRetries: 3 })
  else if (await repositoryExists(gitDir)) await deleteRefsUnder(gitDir, INCOMING)
}
