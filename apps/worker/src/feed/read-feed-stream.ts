import { FeedEntry, Heartbeat, STREAM_EVENTS } from '@truss/contracts/feed'
import type { FeedIndex } from '@truss/contracts/ids'
import type { z } from 'zod'
import type { RegistryAccess } from '../registry/registry-fetch.ts'
import { parseSse, type ServerSentEvent } from './parse-sse.ts'

/** What came in one piece. */
export interface StreamBatch {
  /** True for the first, which is empty: the stream is open. */
  readonly opened: boolean
  readonly entries: readonly FeedEntry[]
  /** Of the last heartbeat in this piece. */
  readonly head: FeedIndex | undefined
  /** Names of the events in this piece. */
  readonly events: ReadonlySet<string>
}

/**
 * The registry's news, until the stream ends. Not verified yet: that is the reader's matter.
 *
 * @throws when the connection fails, is silent for `silenceMs`, or says what no registry says
 */
export async function* readFeedStream(
  registry: Pick<RegistryAccess, 'openStream'>,
  { after, signal, silenceMs }: { after: FeedIndex; signal: AbortSignal; silenceMs: number },
): AsyncGenerator<StreamBatch> {
  const silent = new AbortController()
  const watch = setTimeout(() => {
    silent.abort(new Error(`the feed was silent for ${silenceMs} ms`))
  }, silenceMs)
  try {
    const response = await registry.openStream(after, AbortSignal.any([signal, silent.signal]))
    yield { opened: true, entries: [], head: undefined, events: new Set() }
    if (!response.body) throw new Error('the feed stream has no body')
    for await (const events of parseSse(response.body)) {
      watch.refresh()
      yield toBatch(events)
      // Handling the batch may have taken its time; that was not the registry's silence.
      watch.refresh()
    }
  } finally {
    clearTimeout(watch)
    // A reader that stops in the middle must not leave the connection open.
    silent.abort()
  }
}

function toBatch(events: readonly ServerSentEvent[]): StreamBatch {
  const named = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data)
  return {
    opened: false,
    entries: named(STREAM_EVENTS.entry).map((data) => parse(FeedEntry, data)),
    head: named(STREAM_EVENTS.heartbeat)
      .map((data) => parse(Heartbeat, data).head)
      .at(-1),
    events: new Set(events.map(({ event }) => event)),
  }
}

function parse<T>(schema: z.ZodType<T>, data: string): T {
  return schema.parse(JSON.parse(data))
}
