import { type FeedEntry, STREAM_EVENTS } from '@truss/contracts/feed'
import { readFeedEntries } from '@truss/db/registry/feed-reader'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import type { RunningSequencer } from '@truss/db/registry/sequencer'

const PAGE = 500
/** A reader who is further behind than this is cut off and comes back with its cursor. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024

export interface StreamDeps {
  readonly db: RegistryDb
  readonly sequencer: Pick<RunningSequencer, 'onEntries' | 'head'>
  readonly heartbeatMs: number
  /** Aborts when the registry stops. */
  readonly stopping: AbortSignal
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
  const encoder = new TextEncoder()
  const ended = AbortSignal.any([client, deps.stopping])
  let close = () => {}
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let cursor = after
        let open = true
        let reading: Promise<void> = Promise.resolve()
        const send = (event: string, data: object, id?: number) => {
          if (!open) return
          if ((controller.desiredSize ?? 0) < -MAX_BUFFERED_BYTES) return close()
          const lines = [
            `event: ${event}`,
            ...(id === undefined ? [] : [`id: ${id}`]),
            `data: ${JSON.stringify(data)}`,
          ]
          controller.enqueue(encoder.encode(`${lines.join('\n')}\n\n`))
        }
        const sendEntry = (entry: FeedEntry) => {
          cursor = entry.index
          send(STREAM_EVENTS.entry, entry, entry.index)
        }
        // From the table up to the end; live news may have made holes that only the table can fill.
        const catchUp = async () => {
          for (let more = true; more && open; ) {
            const entries = await readFeedEntries(deps.db, cursor, PAGE)
            for (const entry of entries) if (entry.index === cursor + 1) sendEntry(entry)
            more = entries.length === PAGE
          }
        }
        const follow = (work: () => Promise<void> | void) => {
          reading = reading.then(work).catch(() => close())
        }
        const stopListening = deps.sequencer.onEntries((entries) =>
          follow(async () => {
            for (const entry of entries) {
              if (entry.index === cursor + 1) sendEntry(entry)
              else if (entry.index > cursor) return catchUp()
            }
          }),
        )
        const beat = async () => send(STREAM_EVENTS.heartbeat, { head: await deps.sequencer.head() })
        const timer = setInterval(() => follow(beat), deps.heartbeatMs)
        const stopTokens = onTokens?.(() => follow(() => send(STREAM_EVENTS.tokens, {})))
        close = () => {
          if (!open) return
          open = false
          clearInterval(timer)
          stopListening()
          stopTokens?.()
          try {
            controller.close()
          } catch {
            // The reader has gone already.
          }
        }
        ended.addEventListener('abort', close, { once: true })
        if (ended.aborted) return close()
        follow(beat)
        if (onTokens) follow(() => send(STREAM_EVENTS.tokens, {}))
        follow(catchUp)
      },
      cancel: () => close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}
