import { type FeedEntry, FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import { CompactJws } from '@truss/contracts/records'
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { toAccount } from './account-store.ts'
import { toDesignRow } from './design-store.ts'
import { createInstanceStore } from './instance-store.ts'
import type { RegistryDb, RegistryTx } from './registry-db.ts'
import { accounts, comments, designs, feed, likes, mirrors, parents, refStates } from './tables.ts'

/** Entries after an index, in order, at most `limit`. */
export async function readFeedEntries(db: RegistryDb, after: number, limit: number): Promise<FeedEntry[]> {
  const rows = await db
    .select({ index: feed.index, record: feed.record })
    .from(feed)
    .where(gt(feed.index, after))
    .orderBy(asc(feed.index))
    .limit(limit)
  return rows.map(({ index, record }) => ({
    index: FeedIndex.parse(index),
    record: CompactJws.parse(record),
  }))
}

/** Records of all changes of trust, oldest first: the audit log. */
export async function readTrustRecords(db: RegistryDb): Promise<FeedEntry[]> {
  const rows = await db
    .select({ index: feed.index, record: feed.record })
    .from(feed)
    .where(eq(feed.kind, 'trust'))
    .orderBy(asc(feed.index))
  return rows.map(({ index, record }) => ({
    index: FeedIndex.parse(index),
    record: CompactJws.parse(record),
  }))
}

/**
 * The catalog as events, read in one snapshot of the database. Events of transactions that are committed
 * but not numbered yet are in it too; the reader meets them again in the feed, which changes nothing.
 */
export function readCatalog(db: RegistryDb): Promise<{ index: FeedIndex; bodies: FeedEventBody[] }> {
  return db.transaction(
    async (tx) => {
      const bodies: FeedEventBody[] = []
      const [head] = await tx.select({ index: feed.index }).from(feed).orderBy(desc(feed.index)).limit(1)
      for (const instance of await createInstanceStore(tx).all()) bodies.push({ kind: 'instance', instance })
      const handles = new Map<string, string>()
      for (const row of await tx.select().from(accounts).orderBy(asc(accounts.createdAt))) {
        handles.set(row.id, row.handle)
        bodies.push({ kind: 'account', account: toAccount(row) })
      }
      for (const row of await tx.select().from(designs).orderBy(asc(designs.createdAt))) {
        const { design } = toDesignRow(row, handles.get(row.owner) ?? '')
        bodies.push({ kind: 'genesis', design, record: CompactJws.parse(row.genesis) })
        if (row.seq === null) continue
        const [state] = await tx
          .select({ record: refStates.record })
          .from(refStates)
          .where(
            and(eq(refStates.design, row.id), eq(refStates.epoch, row.epoch), eq(refStates.seq, row.seq)),
          )
        if (state)
          bodies.push({ kind: 'ref-state', design: design.id, record: CompactJws.parse(state.record) })
      }
      bodies.push(...(await lineageBodies(tx)))
      for (const row of await tx.select().from(likes)) {
        bodies.push(
          FeedEventBody.parse({ kind: 'like', design: row.design, account: row.account, liked: true }),
        )
      }
      for (const row of await tx.select().from(comments).orderBy(asc(comments.at))) {
        bodies.push(FeedEventBody.parse({ kind: 'comment', comment: { ...row, at: row.at.toISOString() } }))
      }
      for (const row of await tx.select().from(mirrors)) {
        bodies.push(FeedEventBody.parse({ kind: 'mirror', ...row, at: row.at.toISOString() }))
      }
      return { index: FeedIndex.parse(head?.index ?? 0), bodies }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function lineageBodies(tx: RegistryTx): Promise<FeedEventBody[]> {
  const byChild = new Map<string, { child: string; parents: unknown[] }>()
  for (const row of await tx.select().from(parents).orderBy(asc(parents.child), asc(parents.position))) {
    const { child, position: _, parent, folder, ...rest } = row
    const edges = byChild.get(child) ?? { child, parents: [] }
    edges.parents.push({ design: parent, ...rest, ...(folder === null ? {} : { folder }) })
    byChild.set(child, edges)
  }
  return [...byChild.values()].map((edges) => FeedEventBody.parse({ kind: 'lineage', ...edges }))
}
