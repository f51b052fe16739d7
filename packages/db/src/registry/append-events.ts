import type { FeedEventBody } from '@truss/contracts/feed'
import type { Ticket } from '@truss/domain/ports'
import { sql } from 'drizzle-orm'
import type { RegistryTx } from './registry-db.ts'
import { feedPending } from './tables.ts'

/** NOTIFY channel: something waits for its index. */
export const FEED_PENDING_CHANNEL = 'truss_feed_pending'

/** Writes events inside the caller's transaction. @returns the ticket of the last one. */
export async function appendEvents(tx: RegistryTx, events: readonly FeedEventBody[]): Promise<Ticket> {
  const rows = await tx
    .insert(feedPending)
    .values(events.map((body) => ({ body })))
    .returning({ ticket: feedPending.ticket })
  const last = rows.at(-1)
  if (!last) throw new Error('no event to append')
  await tx.execute(sql`select pg_notify(${FEED_PENDING_CHANNEL}, '')`)
  return last.ticket as Ticket
}
