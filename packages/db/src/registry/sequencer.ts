import { type FeedEntry, FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import type { CompactJws } from '@truss/contracts/records'
import type { FeedHead, Sequencer, Ticket } from '@truss/domain/ports'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import { FEED_PENDING_CHANNEL } from './append-events.ts'
import type { RegistryConnection } from './registry-db.ts'
import { feed, feedPending } from './tables.ts'

/** Events that get their index in one transaction. */
const BATCH = 500
/** Held while a batch is numbered: a second registry process would wait, not number twice. */
const SEQUENCER_LOCK = 7_305_819

export interface RunningSequencer extends Sequencer, FeedHead, AsyncDisposable {
  /** Called after each batch, in order, with the new entries. @returns stops listening. */
  onEntries(listener: (entries: readonly FeedEntry[]) => void): () => void
  /** Resolves when nothing that was committed before the call waits any more. */
  drain(): Promise<void>
}

/**
 * Numbers committed events densely and signs them. Only rows that are visible, hence committed, are
 * numbered, one batch at a time, so a reader that has seen index n has seen everything up to n.
 */
export async function startSequencer(
  { db, sql: client }: RegistryConnection,
  options: {
    clock: { now(): Date }
    sign(event: { index: FeedIndex; at: string; body: FeedEventBody }): Promise<CompactJws>
    onError(error: unknown): void
  },
): Promise<RunningSequencer> {
  const waiting = new Map<Ticket, ((index: FeedIndex) => void)[]>()
  const listeners = new Set<(entries: readonly FeedEntry[]) => void>()
  let wanted = false
  let running: Promise<void> | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined

  async function numberBatch(): Promise<boolean> {
    const done = await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${SEQUENCER_LOCK})`)
      const pending = await tx.select().from(feedPending).orderBy(asc(feedPending.ticket)).limit(BATCH)
      if (pending.length === 0) return []
      const [last] = await tx.select({ index: sql<string | null>`max(${feed.index})` }).from(feed)
      let index = Number(last?.index ?? 0)
      const at = options.clock.now().toISOString()
      const rows = []
      for (const { ticket, body } of pending) {
        const parsed = FeedEventBody.parse(body)
        const position = FeedIndex.parse(++index)
        const record = await options.sign({ index: position, at, body: parsed })
        rows.push({ index: position, ticket, kind: parsed.kind, record })
      }
      await tx.insert(feed).values(rows)
      await tx.delete(feedPending).where(
        inArray(
          feedPending.ticket,
          pending.map((row) => row.ticket),
        ),
      )
      return rows
    })
    const entries = done.map(({ index, record }) => ({ index, record }))
    if (entries.length > 0) for (const listener of listeners) listener(entries)
    for (const { ticket, index } of done) {
      for (const resolve of waiting.get(ticket as Ticket) ?? []) resolve(index)
      waiting.delete(ticket as Ticket)
    }
    return done.length === BATCH
  }

  async function run(): Promise<void> {
    while (wanted && !closed) {
      wanted = false
      if (await numberBatch()) wanted = true
    }
  }

  function wake(): Promise<void> {
    wanted = true
    running ??= run()
      .catch((error: unknown) => {
        options.onError(error)
        if (!closed) retry = setTimeout(wake, 500)
      })
      .finally(() => {
        running = undefined
        // A wake-up between the last look and this line must not be lost.
        if (wanted && !closed && retry === undefined) void wake()
      })
    retry = undefined
    return running
  }

  const listening = await client.listen(
    FEED_PENDING_CHANNEL,
    () => void wake(),
    () => void wake(),
  )
  await wake()

  return {
    async indexOf(ticket) {
      const { promise, resolve } = Promise.withResolvers<FeedIndex>()
      waiting.set(ticket, [...(waiting.get(ticket) ?? []), resolve])
      const [row] = await db.select({ index: feed.index }).from(feed).where(eq(feed.ticket, ticket))
      if (row) {
        waiting.delete(ticket)
        return FeedIndex.parse(row.index)
      }
      void wake()
      return promise
    },
    async head() {
      const [row] = await db.select({ index: sql<string | null>`max(${feed.index})` }).from(feed)
      return FeedIndex.parse(Number(row?.index ?? 0))
    },
    onEntries(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async drain() {
      await wake()
      while (running) await running
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(retry)
      await listening.unlisten()
      await running
    },
  }
}
