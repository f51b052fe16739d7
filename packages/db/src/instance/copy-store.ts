import type { DesignId } from '@truss/contracts/ids'
import { and, count, eq, gt, inArray, lt } from 'drizzle-orm'
import type { InstanceDb } from './instance-db.ts'
import { copies, misses } from './tables.ts'

/** A repository on this instance. */
export interface Copy {
  readonly design: DesignId
  /** This instance is the host. */
  readonly host: boolean
  readonly epoch: number
  /** 0 before the first state. */
  readonly seq: number
  readonly digest: string | null
  /** The signed record of what lies here. */
  readonly record: string | null
  /** sha256 of that record; of the genesis record before the first. */
  readonly lastRecord: string
  readonly signedAt: Date | null
  readonly checkedAt: Date
  /** Why the newest state was refused. */
  readonly refusedReason: string | null
}

export interface CopyStore {
  get(design: DesignId): Promise<Copy | undefined>
  many(designs: readonly DesignId[]): Promise<Map<DesignId, Copy>>
  hosted(): Promise<Copy[]>
  put(copy: Copy): Promise<void>
  refuse(design: DesignId, reason: string, at: Date): Promise<void>
  counts(): Promise<{ hosted: number; mirrored: number }>
  /** Counts a request for a design that has no copy here. @returns how many there were since `since`, this one included. */
  miss(design: DesignId, at: Date, since: Date): Promise<number>
}

export function createCopyStore(db: InstanceDb): CopyStore {
  return {
    async get(design) {
      const [row] = await db.select().from(copies).where(eq(copies.design, design))
      return row && toCopy(row)
    },
    async many(ids) {
      if (ids.length === 0) return new Map()
      const rows = await db
        .select()
        .from(copies)
        .where(inArray(copies.design, [...ids]))
      return new Map(rows.map((row) => [row.design as DesignId, toCopy(row)]))
    },
    async hosted() {
      return (await db.select().from(copies).where(eq(copies.host, true))).map(toCopy)
    },
    async put(copy) {
      const row = { ...copy, usedAt: copy.checkedAt }
      await db.insert(copies).values(row).onConflictDoUpdate({ target: copies.design, set: row })
    },
    async refuse(design, refusedReason, at) {
      await db.update(copies).set({ refusedReason, checkedAt: at }).where(eq(copies.design, design))
    },
    async counts() {
      const rows = await db.select({ host: copies.host, n: count() }).from(copies).groupBy(copies.host)
      return {
        hosted: rows.find((row) => row.host)?.n ?? 0,
        mirrored: rows.find((row) => !row.host)?.n ?? 0,
      }
    },
    async miss(design, at, since) {
      await db.delete(misses).where(and(eq(misses.design, design), lt(misses.at, since)))
      await db.insert(misses).values({ design, at })
      const [row] = await db
        .select({ n: count() })
        .from(misses)
        .where(and(eq(misses.design, design), gt(misses.at, since)))
      return row?.n ?? 1
    },
  }
}

function toCopy(row: typeof copies.$inferSelect): Copy {
  const { usedAt: _, ...copy } = row
  return { ...copy, design: row.design as DesignId }
}
