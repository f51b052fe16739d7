import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountId, DesignId, Oid } from '@truss/contracts/ids'
import { RefName } from '@truss/contracts/ids'
import { type CompactJws, RefMove, type RefStatePayload } from '@truss/contracts/records'
import type { Copy } from '@truss/db/instance/copy-store'
import { DomainError } from '@truss/domain/errors'
import type { Signer } from '@truss/federation/instance-keys'
import { EMPTY_LFS_DIGEST } from '@truss/federation/lfs-digest'
import { nextRefState, readRefState, signRefState } from '@truss/federation/ref-state'
import { refsDigest } from '@truss/federation/refs-digest'
import { setHead } from '@truss/git/bare-repository'
import { listRefs, type RefChange, readHead, updateRefs } from '@truss/git/refs'
import { appendToChain } from '@truss/git/state-chain'
import type { HasClock, Repositories, Stores } from '../deps.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { readPending, removePending, writePending } from './pending-state.ts'
import { publicRefs, type RefTable, refsAfter, staleMove } from './refs-after.ts'

export interface RefWriterDeps extends HasClock {
  readonly stores: Pick<Stores, 'catalog' | 'copies' | 'outbox'>
  readonly repositories: Repositories
  readonly signer: Signer
  readonly lock: KeyedLock
  /** Tells the relay that a state waits for the registry. */
  readonly wakeOutbox: () => Promise<void>
}

/** A push whose state is signed and durable; its refs may move now. Holds the design's lock. */
export interface PreparedPush {
  readonly state: RefStatePayload
  /**
   * After the refs have moved, or failed to: makes the record true or takes it back, and lets the next push in.
   * @returns the state that holds now, undefined when nothing moved
   */
  settle(): Promise<RefStatePayload | undefined>
  /** Nothing will move. */
  abandon(): Promise<void>
}

export interface RefWriter {
  /**
   * Signs the state that the moves lead to. Order that must not change: lock → sign → fsync → refs → chain →
   * outbox → answer; a push that was answered is never lost.
   *
   * @throws {DomainError} `not-the-host`, `invalid-request` for a ref that is not allowed, `stale-state` when a
   *   ref is not where the pusher thinks
   */
  prepare(design: DesignId, moves: readonly RefChange[], pushedBy: AccountId | null): Promise<PreparedPush>
  /** Prepares, moves the refs in one transaction, settles. @throws {DomainError} as `prepare` */
  move(design: DesignId, moves: readonly RefChange[], pushedBy: AccountId | null): Promise<RefStatePayload>
  /** Finishes or takes back what a crash left between a record and its refs. */
  repair(design: DesignId): Promise<void>
}

export function createRefWriter(deps: RefWriterDeps): RefWriter {
  const { stores, repositories, lock, clock } = deps

  async function hosted(design: DesignId): Promise<Copy> {
    const copy = await stores.copies.get(design)
    if (!copy?.host) throw new DomainError('not-the-host', 'this instance is not the host of the design')
    return copy
  }

  async function signNext(
    copy: Copy,
    table: RefTable,
    moved: readonly RefMove[],
    pushedBy: AccountId | null,
  ): Promise<{ state: RefStatePayload; record: CompactJws }> {
    const previous = copy.record ?? (await stores.catalog.byId(copy.design))?.genesis
    if (!previous) throw new Error(`no genesis record of ${copy.design}`)
    const state = nextRefState({
      previous: previous as CompactJws,
      epoch: copy.epoch,
      host: deps.signer.instance,
      head: table.head,
      refs: table.refs as { name: RefName; oid: Oid }[],
      moved,
      lfs: { digest: EMPTY_LFS_DIGEST, count: 0 },
      bytes: await packedBytes(repositories.path(copy.design)),
      pushedBy,
      now: clock.now(),
    })
    return { state, record: await signRefState(state, deps.signer) }
  }

  /** Makes a record that fits the refs on disk the newest one. */
  async function publish(copy: Copy, record: CompactJws): Promise<RefStatePayload> {
    const gitDir = repositories.path(copy.design)
    const { payload, sha256 } = readRefState(record)
    await setHead(gitDir, payload.head)
    const signedAt = new Date(payload.at)
    await appendToChain(gitDir, { record, title: `state ${payload.epoch}.${payload.seq}`, when: signedAt })
    await stores.outbox.add({
      ...{ design: copy.design, host: true, epoch: payload.epoch, seq: payload.seq },
      ...{ digest: payload.refs.digest, record, lastRecord: sha256, signedAt },
      ...{ checkedAt: clock.now(), refusedReason: null },
    })
    await removePending(gitDir)
    await deps.wakeOutbox()
    return payload
  }

  /** What is true now decides: the record if the refs are as it says, else a new one, else nothing. */
  async function reconcile(copy: Copy, record: CompactJws): Promise<RefStatePayload | undefined> {
    const gitDir = repositories.path(copy.design)
    const { payload } = readRefState(record)
    const refs = publicRefs(await listRefs(gitDir))
    const digestWith = (head: RefName) =>
      refsDigest({ head, refs: refs as { name: RefName; oid: Oid }[] }).digest
    if (digestWith(payload.head) === payload.refs.digest) return publish(copy, record)
    const head = await headOf(gitDir)
    const before = copy.digest ?? refsDigest({ head, refs: [] }).digest
    if (digestWith(head) === before) {
      await removePending(gitDir)
      return undefined
    }
    // Some refs moved and some could not (a name in the way of another). The record that was signed never left
    // this machine; the one that takes its place says what is.
    const table = refsAfter({ head, refs }, [])
    const actual = await signNext(copy, table, movedTo(table, payload), payload.pushedBy)
    await writePending(gitDir, actual.record)
    return publish(copy, actual.record)
  }

  async function repairLocked(copy: Copy): Promise<Copy> {
    const pending = await readPending(repositories.path(copy.design))
    if (pending === undefined) return copy
    await reconcile(copy, pending)
    return hosted(copy.design)
  }

  return {
    async prepare(design, changes, pushedBy) {
      const moves = changes.map(allowedMove)
      const release = await lock.acquire(design)
      try {
        const copy = await repairLocked(await hosted(design))
        const gitDir = repositories.path(design)
        const table = { head: await headOf(gitDir), refs: publicRefs(await listRefs(gitDir)) }
        const stale = staleMove(table, moves)
        if (stale) throw new DomainError('stale-state', `${stale.ref} moved meanwhile, fetch first`)
        const { state, record } = await signNext(copy, refsAfter(table, moves), moves, pushedBy)
        await writePending(gitDir, record)
        return {
          state,
          async settle() {
            try {
              return await reconcile(copy, record)
            } finally {
              release()
            }
          },
          async abandon() {
            try {
              await removePending(gitDir)
            } finally {
              release()
            }
          },
        }
      } catch (error) {
        release()
        throw error
      }
    },

    async move(design, changes, pushedBy) {
      const prepared = await this.prepare(design, changes, pushedBy)
      let failure: unknown
      await updateRefs(repositories.path(design), changes).catch((error: unknown) => {
        failure = error
      })
      const state = await prepared.settle()
      if (failure !== undefined) throw failure
      return state ?? prepared.state
    },

    async repair(design) {
      const release = await lock.acquire(design)
      try {
        await repairLocked(await hosted(design))
      } finally {
        release()
      }
    },
  }
}

function allowedMove(change: RefChange): RefMove {
  const name = RefName.safeParse(change.ref)
  if (!name.success || name.data.startsWith('refs/truss/')) {
    throw new DomainError('invalid-request', `the ref ${change.ref.slice(0, 100)} cannot be pushed`)
  }
  return RefMove.parse(change)
}

function movedTo(table: RefTable, signed: RefStatePayload): RefMove[] {
  const now = new Map<string, string>(table.refs.map((ref) => [ref.name, ref.oid]))
  return (signed.moved ?? []).filter((move) => (now.get(move.ref) ?? null) === move.new)
}

async function headOf(gitDir: string): Promise<RefName> {
  return RefName.parse((await readHead(gitDir)) ?? 'refs/heads/main')
}

/** Bytes of packs: what a mirror will fetch, about. */
async function packedBytes(gitDir: string): Promise<number> {
  const folder = join(gitDir, 'objects', 'pack')
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (file) => file.size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
