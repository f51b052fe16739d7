import type { Client } from '@truss/client/client'
import { type FeedEntry, type FeedEvent, type FeedEventBody, STREAM_EVENTS } from '@truss/contracts/feed'
import type { FeedIndex } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { readFeed, readSnapshot } from '@truss/contracts/registry-routes'
import type { Logger } from '@truss/http/log'
import type { HasClock, Random, Stores } from '../deps.ts'
import type { RegistryAccess } from '../registry/registry-fetch.ts'
import { fullJitter } from '../schedule/full-jitter.ts'
import { pause } from '../schedule/pause.ts'
import { admitEntries } from './admit-entries.ts'
import { FeedFault } from './feed-fault.ts'
import { readFeedStream } from './read-feed-stream.ts'

const PAGE = 500
/** A connection that lived so long was a good one: after it the first tries are quick again. */
const STEADY_MS = 1_000

/** What hangs on the replica. None of these may be slow: the feed waits for them. */
export interface FeedListener {
  /** Events were applied, up to this index; for a snapshot without the single events. */
  applied(index: FeedIndex, bodies: readonly FeedEventBody[]): Promise<void>
  /** Everything known at the registry is applied. Called at the start, and again after `applied` has failed. */
  caughtUp(): Promise<void>
  /** The registry is there, and its stream is open. */
  connected(): void
  /** The registry says that access tokens of this instance changed. */
  tokens(): void
}

export interface FollowFeedDeps extends HasClock {
  readonly stores: Pick<Stores, 'replica'>
  readonly registry: RegistryAccess & { readonly client: Client }
  /** Pinned when the instance joined. */
  readonly feedKey: PublicJwk
  readonly listener: FeedListener
  readonly random: Random
  readonly log: Logger
  /** A stream without any event for so long is dropped; the registry sends heartbeats far more often. */
  readonly silenceMs: number
}

export interface FollowedFeed extends AsyncDisposable {
  /** Ends the connection and resolves when nothing is being applied any more. */
  stop(): Promise<void>
}

/**
 * Keeps the replica current for as long as it runs: a snapshot for a newcomer, else pages, then the stream. Nothing
 * is applied that the pinned key has not signed for exactly that index.
 */
export function followFeed(deps: FollowFeedDeps): FollowedFeed {
  const { registry, feedKey, listener, random, log, clock } = deps
  const { replica } = deps.stores
  const stopping = new AbortController()
  const { signal } = stopping
  let applied = 0 as FeedIndex
  /** After a crash between applying and reacting nobody knows what was missed. */
  let mayHaveMissed = true

  async function take(events: readonly FeedEvent[]): Promise<void> {
    if (events.length === 0) return
    applied = await replica.apply(events)
    await tell(events.map((event) => event.body))
  }

  async function tell(bodies: readonly FeedEventBody[]): Promise<void> {
    try {
      await listener.applied(applied, bodies)
    } catch (error) {
      mayHaveMissed = true
      throw error
    }
  }

  async function admit(entries: readonly FeedEntry[]): Promise<void> {
    const { events, fault } = await admitEntries(entries, { applied, feedKey })
    await take(events)
    if (fault) throw fault
  }

  async function takeSnapshot(): Promise<void> {
    const { index, bodies } = await registry.client.call(readSnapshot)
    signal.throwIfAborted()
    await replica.replace(index, clock.now(), bodies)
    applied = index
    log.info({ index, events: bodies.length }, 'catalog taken from a snapshot')
    await tell([])
  }

  async function pullPages(): Promise<void> {
    for (;;) {
      const before = applied
      const page = await registry.client.call(readFeed, { query: { after: applied, limit: PAGE } })
      signal.throwIfAborted()
      await replica.noteHead(page.head, clock.now())
      if (page.head < applied) {
        log.error({ head: page.head, applied }, 'the registry has a shorter feed than it had')
      }
      await admit(page.entries)
      if (applied >= page.head || applied === before) return
    }
  }

  async function followStream(): Promise<void> {
    for await (const batch of readFeedStream(registry, {
      after: applied,
      signal,
      silenceMs: deps.silenceMs,
    })) {
      if (batch.opened) listener.connected()
      await admit(batch.entries)
      if (batch.head !== undefined) {
        await replica.noteHead(batch.head, clock.now())
        // Entries come before the heartbeat that counts them: something got lost on the way.
        if (batch.head > applied) await pullPages()
      }
      if (batch.events.has(STREAM_EVENTS.tokens)) listener.tokens()
    }
  }

  async function session(): Promise<void> {
    applied = (await replica.position()).applied
    if (applied === 0) await takeSnapshot()
    await pullPages()
    if (mayHaveMissed) {
      await listener.caughtUp()
      mayHaveMissed = false
    }
    await followStream()
  }

  async function loop(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const startedAt = performance.now()
      const startedFrom = applied
      const error = await session().then(
        () => new Error('the stream ended'),
        (thrown: unknown) => thrown,
      )
      if (signal.aborted) return
      const altered = error instanceof FeedFault && error.kind === 'altered'
      const good = !altered && (performance.now() - startedAt > STEADY_MS || applied > startedFrom)
      failures = good ? 1 : failures + 1
      if (altered) log.error({ err: error, index: error.index }, 'an altered entry of the feed was refused')
      else if (failures === 1) log.info({ err: error, applied }, 'feed interrupted')
      else log.warn({ err: error, applied, failures }, 'feed not reached')
      await pause(fullJitter(failures, random), signal)
    }
  }

  const done = loop()
  const stop = async () => {
    stopping.abort()
    await done
  }
  return { stop, [Symbol.asyncDispose]: stop }
}
