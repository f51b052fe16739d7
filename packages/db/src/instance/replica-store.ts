import type { FeedEvent, FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import { eq, sql } from 'drizzle-orm'
import { applyEvent, type ReadState } from './apply-event.ts'
import type { InstanceDb, InstanceTx } from './instance-db.ts'
import { accounts, comments, designs, holders, instances, likes, parents, replica } from './tables.ts'

export interface ReplicaPosition {
  /** 0: nothing is applied yet. */
  readonly applied: FeedIndex
  readonly head: FeedIndex
  readonly registryHeardAt: Date | null
}

export interface ReplicaStore {
  position(): Promise<ReplicaPosition>
  /** Applies events that follow each other, and moves the cursor, in one transaction. Those already applied are passed over. */
  apply(events: readonly FeedEvent[]): Promise<FeedIndex>
  /** Replaces the whole catalog by a snapshot. */
  replace(index: FeedIndex, at: Date, bodies: readonly FeedEventBody[]): Promise<void>
  /** The registry was heard, and its feed reached `head`. */
  noteHead(head: FeedIndex, at: Date): Promise<void>
}

const ROW = 1

export function createReplicaStore(db: InstanceDb, readState: ReadState): ReplicaStore {
  async function position(tx: InstanceTx = db): Promise<ReplicaPosition> {
    const [row] = await tx.select().from(replica).where(eq(replica.id, ROW))
    return {
      applied: FeedIndex.parse(row?.appliedIndex ?? 0),
      head: FeedIndex.parse(row?.headIndex ?? 0),
      registryHeardAt: row?.registryHeardAt ?? null,
    }
  }

  async function moveTo(tx: InstanceTx, index: number): Promise<void> {
    await tx
      .insert(replica)
      .values({ id: ROW, appliedIndex: index, headIndex: index })
      .onConflictDoUpdate({
        target: replica.id,
        set: { appliedIndex: index, headIndex: sql`greatest(${replica.headIndex}, ${index})` },
      })
  }

  return {
    position: () => position(),
    apply(events) {
      return db.transaction(async (tx) => {
        let { applied } = await position(tx)
        for (const event of events) {
          if (event.index <= applied) continue
          if (event.index !== applied + 1) {
            throw new Error(`feed event ${event.index} does not follow ${applied}`)
          }
          await applyEvent(tx, event, readState)
          applied = event.index
        }
        await moveTo(tx, applied)
        return applied
      })
    },
    async replace(index, at, bodies) {
      await db.transaction(async (tx) => {
        for (const table of [accounts, instances, designs, parents, likes, comments, holders])
          await tx.delete(table)
        for (const body of bodies) await applyEvent(tx, { index, at: at.toISOString(), body }, readState)
        await moveTo(tx, index)
      })
    },
    async noteHead(head, at) {
      await db
        .insert(replica)
        .values({ id: ROW, appliedIndex: 0, headIndex: head, registryHeardAt: at })
        .onConflictDoUpdate({
          target: replica.id,
          set: { headIndex: sql`greatest(${replica.headIndex}, ${head})`, registryHeardAt: at },
        })
    },
  }
}
