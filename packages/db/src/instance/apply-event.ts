import type { FeedEvent, FeedEventBody } from '@truss/contracts/feed'
import type { RefStatePayload } from '@truss/contracts/records'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import type { InstanceTx } from './instance-db.ts'
import { accounts, comments, designs, holders, instances, likes, parents, trustDecisions } from './tables.ts'

/** What was signed and its digest. The signature was verified by the registry and is again when a copy is checked. */
export type ReadState = (record: string) => { payload: RefStatePayload; sha256: string }

type Body<K extends FeedEventBody['kind']> = Extract<FeedEventBody, { kind: K }>
type Apply<K extends FeedEventBody['kind']> = (
  tx: InstanceTx,
  body: Body<K>,
  event: Omit<FeedEvent, 'body'>,
  readState: ReadState,
) => Promise<unknown>

const APPLY: { [K in FeedEventBody['kind']]: Apply<K> } = {
  account: (tx, { account }) => upsertAccount(tx, { id: account.id, handle: account.handle, account }),
  instance: (tx, { instance }) => {
    const row = { id: instance.id, name: instance.name, instance }
    return tx.insert(instances).values(row).onConflictDoUpdate({ target: instances.id, set: row })
  },
  trust: (tx, { decision }, { index }) =>
    tx.insert(trustDecisions).values({ index, instance: decision.instance, decision }).onConflictDoNothing(),
  genesis: (tx, { design, record }) => {
    const row = { ...designRow(design), genesis: record }
    return tx.insert(designs).values(row).onConflictDoUpdate({ target: designs.id, set: row })
  },
  profile: (tx, { design }) => tx.update(designs).set(profileRow(design)).where(eq(designs.id, design.id)),
  assignment: (tx, { design, epoch, host }) =>
    tx.update(designs).set({ epoch, host }).where(eq(designs.id, design)),
  'ref-state': (tx, { design, record }, { index }, readState) => {
    const { payload, sha256 } = readState(record)
    return tx
      .update(designs)
      .set({
        epoch: payload.epoch,
        seq: payload.seq,
        digest: payload.refs.digest,
        record: sha256,
        headAt: new Date(payload.at),
        headIndex: index,
      })
      .where(
        and(
          eq(designs.id, design),
          // A snapshot may be ahead of the feed that is read after it.
          or(
            sql`${designs.seq} is null`,
            lt(designs.epoch, payload.epoch),
            and(eq(designs.epoch, payload.epoch), lt(designs.seq, payload.seq)),
          ),
        ),
      )
  },
  mirror: (tx, { kind: _, at, ...copy }) => {
    const row = { ...copy, at: new Date(at) }
    return tx
      .insert(holders)
      .values(row)
      .onConflictDoUpdate({ target: [holders.design, holders.instance], set: row })
  },
  lineage: async (tx, { child, parents: edges }) => {
    await tx.delete(parents).where(eq(parents.child, child))
    if (edges.length === 0) return
    await tx
      .insert(parents)
      .values(edges.map(({ design: parent, ...edge }, position) => ({ child, position, parent, ...edge })))
  },
  like: (tx, { design, account, liked }, { at }) =>
    liked
      ? tx
          .insert(likes)
          .values({ design, account, at: new Date(at) })
          .onConflictDoNothing()
      : tx.delete(likes).where(and(eq(likes.design, design), eq(likes.account, account))),
  comment: (tx, { comment }) =>
    tx
      .insert(comments)
      .values({ ...comment, at: new Date(comment.at) })
      .onConflictDoNothing(),
  'comment-removed': (tx, { comment }) => tx.delete(comments).where(eq(comments.id, comment)),
}

/** Applies one event inside the caller's transaction. Applying it again changes nothing. */
export async function applyEvent(tx: InstanceTx, event: FeedEvent, readState: ReadState): Promise<void> {
  const { body, ...rest } = event
  const apply = APPLY[body.kind] as Apply<FeedEventBody['kind']>
  await apply(tx, body, rest, readState)
}

function upsertAccount(tx: InstanceTx, row: typeof accounts.$inferInsert) {
  return tx.insert(accounts).values(row).onConflictDoUpdate({ target: accounts.id, set: row })
}

function designRow(design: Body<'genesis'>['design']) {
  const { id, owner, ownerHandle, slug, host, epoch, details } = design
  return { id, owner, ownerHandle, slug, host, epoch, ...details, createdAt: new Date(design.createdAt) }
}

/** Without the assignment: only an assignment or a state moves that. */
function profileRow(design: Body<'profile'>['design']) {
  const { host: _host, epoch: _epoch, ...row } = designRow(design)
  return row
}
