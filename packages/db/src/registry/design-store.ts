import { CatalogDesign } from '@truss/contracts/designs'
import { FeedIndex, Sha256 } from '@truss/contracts/ids'
import { CompactJws } from '@truss/contracts/records'
import type { DesignRow, DesignStore } from '@truss/domain/ports'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { isUniqueViolation } from '../postgres/errors.ts'
import { appendEvents } from './append-events.ts'
import type { RegistryDb } from './registry-db.ts'
import { accounts, designs, feed, mirrors, parents, refStates, tombstones } from './tables.ts'

const NAME_REST_MS = 365 * 86_400_000

export function createDesignStore(db: RegistryDb, clock: { now(): Date }): DesignStore {
  return {
    async byId(id) {
      const [row] = await db
        .select({ design: designs, ownerHandle: accounts.handle })
        .from(designs)
        .innerJoin(accounts, eq(accounts.id, designs.owner))
        .where(eq(designs.id, id))
      return row && toDesignRow(row.design, row.ownerHandle)
    },

    async nameIsFree(owner, slug) {
      const [taken] = await db
        .select({ id: designs.id })
        .from(designs)
        .where(and(eq(designs.owner, owner), eq(designs.slug, slug)))
      if (taken) return false
      const [resting] = await db
        .select({ design: tombstones.design })
        .from(tombstones)
        .where(
          and(
            eq(tombstones.owner, owner),
            eq(tombstones.slug, slug),
            gt(tombstones.releasedAt, new Date(clock.now().getTime() - NAME_REST_MS)),
          ),
        )
      return resting === undefined
    },

    async add(design, genesis, parentsOf, events) {
      if (!(await this.nameIsFree(design.owner, design.slug))) return undefined
      const { id, owner, slug, host, epoch, details } = design
      try {
        return await db.transaction(async (tx) => {
          await tx.insert(designs).values({
            id,
            owner,
            slug,
            host,
            epoch,
            ...details,
            createdAt: new Date(design.createdAt),
            lastRecord: genesis.sha256,
            genesis: genesis.record,
          })
          if (parentsOf.length > 0) {
            await tx.insert(parents).values(
              parentsOf.map(({ design: parent, ...rest }, position) => ({
                child: id,
                position,
                parent,
                ...rest,
              })),
            )
          }
          return appendEvents(tx, events)
        })
      } catch (error) {
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },

    update(design, events) {
      return db.transaction(async (tx) => {
        await tx.update(designs).set(design.details).where(eq(designs.id, design.id))
        return appendEvents(tx, events)
      })
    },

    moveHead(design, expected, record, events) {
      const head = design.head
      if (!head) throw new Error('a moved head is not null')
      return db.transaction(async (tx) => {
        const moved = await tx
          .update(designs)
          .set({ seq: head.seq, digest: head.digest, lastRecord: head.record, headAt: new Date(head.at) })
          .where(
            and(
              eq(designs.id, design.id),
              eq(designs.epoch, expected.epoch),
              expected.seq === 0
                ? or(isNull(designs.seq), eq(designs.seq, 0))
                : eq(designs.seq, expected.seq),
            ),
          )
          .returning({ id: designs.id })
        if (moved.length === 0) return undefined
        const ticket = await appendEvents(tx, events)
        await tx
          .insert(refStates)
          .values({ design: design.id, epoch: head.epoch, seq: head.seq, record, ticket })
        return ticket
      })
    },

    async recordAt(id, epoch, seq) {
      const [row] = await db
        .select({ record: refStates.record, index: feed.index })
        .from(refStates)
        .leftJoin(feed, eq(feed.ticket, refStates.ticket))
        .where(and(eq(refStates.design, id), eq(refStates.epoch, epoch), eq(refStates.seq, seq)))
      if (!row) return undefined
      return {
        record: CompactJws.parse(row.record),
        index: row.index === null ? null : FeedIndex.parse(row.index),
      }
    },

    putMirror(event) {
      const { kind: _, at, ...copy } = event
      const values = { ...copy, at: new Date(at) }
      return db.transaction(async (tx) => {
        await tx
          .insert(mirrors)
          .values(values)
          .onConflictDoUpdate({ target: [mirrors.design, mirrors.instance], set: values })
        return appendEvents(tx, [event])
      })
    },
  }
}

export function toDesignRow(row: typeof designs.$inferSelect, ownerHandle: string): DesignRow {
  const { id, owner, slug, host, epoch, title, summary, kind, licence, tags } = row
  return {
    design: CatalogDesign.parse({
      id,
      owner,
      ownerHandle,
      slug,
      host,
      epoch,
      details: { title, summary, kind, licence, tags },
      createdAt: row.createdAt.toISOString(),
      head:
        row.seq === null
          ? null
          : {
              epoch,
              seq: row.seq,
              digest: row.digest,
              record: row.lastRecord,
              at: row.headAt?.toISOString(),
            },
    }),
    lastRecord: Sha256.parse(row.lastRecord),
  }
}
