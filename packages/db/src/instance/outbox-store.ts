import type { DesignId } from '@truss/contracts/ids'
import type { CompactJws } from '@truss/contracts/records'
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm'
import type { Copy } from './copy-store.ts'
import type { InstanceDb } from './instance-db.ts'
import { copies, outbox } from './tables.ts'

export interface QueuedState {
  readonly id: number
  readonly design: DesignId
  readonly epoch: number
  readonly seq: number
  readonly record: CompactJws
}

export interface OutboxStore {
  /** Writes what lies here and the promise to tell the registry in one transaction. */
  add(copy: Copy & { record: CompactJws }): Promise<void>
  /** The oldest states that wait, one for each design: those of a design go in order. */
  next(limit: number): Promise<QueuedState[]>
  sent(id: number): Promise<void>
  failed(id: number): Promise<void>
  /** The registry refused it for good: kept with the reason, and the rest of that design waits for the operator. */
  refused(id: number, reason: string): Promise<void>
  pending(): Promise<number>
}

export function createOutboxStore(db: InstanceDb): OutboxStore {
  return {
    async add(copy) {
      const { design, epoch, seq, record, checkedAt } = copy
      const row = { ...copy, usedAt: checkedAt }
      await db.transaction(async (tx) => {
        await tx.insert(copies).values(row).onConflictDoUpdate({ target: copies.design, set: row })
        await tx
          .insert(outbox)
          .values({ design, epoch, seq, record, createdAt: checkedAt })
          .onConflictDoNothing()
      })
    },
    async next(limit) {
      const rows = await db
        .selectDistinctOn([outbox.design])
        .from(outbox)
        .orderBy(outbox.design, asc(outbox.id))
      return rows
        .filter((row) => row.refused === null)
        .sort((a, b) => a.id - b.id)
        .slice(0, limit)
        .map(({ id, design, epoch, seq, record }) => ({
          ...{ id, epoch, seq },
          design: design as DesignId,
          record: record as CompactJws,
        }))
    },
    async sent(id) {
      await db.delete(outbox).where(eq(outbox.id, id))
    },
    async failed(id) {
      await db
        .update(outbox)
        .set({ attempts: sql`${outbox.attempts} + 1` })
        .where(eq(outbox.id, id))
    },
    async refused(id, reason) {
      await db
        .update(outbox)
        .set({ refused: reason })
        .where(and(eq(outbox.id, id), isNull(outbox.refused)))
    },
    async pending() {
      const [row] = await db.select({ n: count() }).from(outbox).where(isNull(outbox.refused))
      return row?.n ?? 0
    },
  }
}
