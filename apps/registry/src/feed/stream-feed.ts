import { type FeedEntry, STREAM_EVENTS } from '@truss/contracts/feed'
import { readFeedEntries } from '@truss/db/registry/feed-reader'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import type { RunningSequencer } from '@truss/db/registry/sequencer'
import type { Logger } from '@truss/http/log'
import { openEventStream } from './event-stream.ts'

const PAGE = 100

export interface StreamDeps {
  readonly db: RegistryDb
  readonly sequencer: Pick<RunningSequencer, 'onEntries' | 'head'>
  readonly heartbeatMs: number
  /** A reader who takes nothing for so long is cut off, and comes back with its cursor. */
  readonly stallMs: number
  /** Aborts when the registry stops. */
  readonly stopping: AbortSignal
  readonly log: Logger
}

/**
 * The feed after an index as server-sent events: what is stored, then what comes, without a gap or a repeat;
 * heartbeats carry the head, so that a reader knows its lag without news.
 *
 * @param onTokens hands over a function that tells the reader that its list of access tokens has changed
 */
export function streamFeed(
  deps: StreamDeps,
  after: number,
  client: AbortSignal,
  onTokens?: (tell: () => void) => () => void,
): Response {
  const stopAll: (() => void)[] = []
  const stream = openEventStream({
    stallMs: deps.stallMs,
    ended: AbortSignal.any([client, deps.stopping]),
    onClose: () => {
      for (const stop of stopAll) stop()
    },
  })
  let cursor = after
  let catchingUp = false
  let newsMeanwhile = false
  let work: Promise<void> = Promise.resolve()

  /** One thing after another, so that nothing overtakes. */
  function follow(next: () => Promise<void> | void): void {
    work = work.then(next).catch((err: unknown) => {
      if (stream.open) deps.log.error({ err, cursor }, 'a feed stream broke off')
      stream.close()
    })
  }

  function sendEntry(entry: FeedEntry): void {
    cursor = entry.index
    stream.send(STREAM_EVENTS.entry, entry, entry.index)
  }

  /** From the table up to its end. News of that time is in the table, too, so none has to wait in memory. */
  async function catchUp(): Promise<void> {
    catchingUp = true
    for (let more = true; more && stream.open; ) {
      newsMeanwhile = false
      const entries = await readFeedEntries(deps.db, cursor, PAGE)
      for (const entry of entries) {
        await stream.room()
        if (!stream.open) return
        sendEntry(entry)
      }
      more = entries.length === PAGE || newsMeanwhile
    }
    catchingUp = false
  }

  async function sendNews(entries: readonly FeedEntry[]): Promise<void> {
    for (const entry of entries) {
      if (entry.index === cursor + 1) sendEntry(entry)
      else if (entry.index > cursor) return catchUp()
    }
  }

  async function beat(): Promise<void> {
    stream.send(STREAM_EVENTS.heartbeat, { head: await deps.sequencer.head() })
  }

  const tellTokens = () => follow(() => stream.send(STREAM_EVENTS.tokens, {}))
  stopAll.push(
    deps.sequencer.onEntries((entries) => {
      if (catchingUp) newsMeanwhile = true
      else follow(() => sendNews(entries))
    }),
  )
  const timer = setInterval(() => {
    // A reader that is catching up hears enough.
    if (!catchingUp) follow(beat)
  }, deps.heartbeatMs)
  stopAll.push(() => clearInterval(timer))
  if (onTokens) stopAll.push(onTokens(tellTokens))

  follow(beat)
  if (onTokens) tellTokens()
  follow(catchUp)
  return new Response(stream.body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}
