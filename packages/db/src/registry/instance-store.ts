import { FeedIndex, InstanceId } from '@truss/contracts/ids'
import { Instance, type InstanceHealth } from '@truss/contracts/instances'
import type { InstanceStore } from '@truss/domain/ports'
import { asc, eq } from 'drizzle-orm'
import { isUniqueViolation } from '../postgres/errors.ts'
import { appendEvents } from './append-events.ts'
import type { RegistryTx } from './registry-db.ts'
import { instances } from './tables.ts'

export function createInstanceStore(db: RegistryTx): InstanceStore {
  return {
    async byId(id) {
      const [row] = await db.select().from(instances).where(eq(instances.id, id))
      return row && toInstance(row)
    },
    async byName(name) {
      const [row] = await db.select().from(instances).where(eq(instances.name, name))
      return row && toInstance(row)
    },
    async all() {
      return (await db.select().from(instances).orderBy(asc(instances.joinedAt))).map(toInstance)
    },
    async put(instance, events) {
      const { joinedAt, ...rest } = instance
      try {
        return await db.transaction(async (tx) => {
          await tx
            .insert(instances)
            .values({ ...rest, joinedAt: new Date(joinedAt) })
            .onConflictDoUpdate({ target: instances.id, set: rest })
          return appendEvents(tx, events)
        })
      } catch (error) {
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },
    async health() {
      const rows = await db
        .select({ id: instances.id, at: instances.lastContactAt, applied: instances.appliedIndex })
        .from(instances)
      return new Map(
        rows.map(({ id, at, applied }): [InstanceId, InstanceHealth] => [
          InstanceId.parse(id),
          {
            lastContactAt: at?.toISOString() ?? null,
            appliedIndex: applied === null ? null : FeedIndex.parse(applied),
          },
        ]),
      )
    },
    async noteContact(id, at, appliedIndex) {
      await db.update(instances).set({ lastContactAt: at, appliedIndex }).where(eq(instances.id, id))
    },
  }
}

function toInstance(row: typeof instances.$inferSelect): Instance {
  return Instance.parse({ ...row, joinedAt: row.joinedAt.toISOString() })
}
