/** So much waits in memory for a reader before its sender waits, too. */
const COMFORTABLE_BYTES = 1024 * 1024
/** News cannot wait: a reader with so much in front of it is cut off, and comes back with its cursor. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024

/** Server-sent events of one answer, to a reader who may be slow or gone. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>
  /** False once the reader has left or was cut off; nothing is sent any more then. */
  readonly open: boolean
  send(event: string, data: object, id?: number): void
  /** Resolves when the reader has taken most of what waits, or the stream is closed. */
  room(): Promise<void>
  close(): void
}

/**
 * @param options.stallMs a reader who takes nothing for so long is cut off
 * @param options.ended closes the stream
 * @param options.onClose called once, whoever ended it
 */
export function openEventStream(options: {
  stallMs: number
  ended: AbortSignal
  onClose: () => void
}): EventStream {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let open = true
  let taken = Promise.withResolvers<void>()
  const close = () => {
    if (!open) return
    open = false
    options.onClose()
    taken.resolve()
    try {
      controller?.close()
    } catch {
      // The reader has gone already.
    }
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
      },
      pull: () => taken.resolve(),
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: COMFORTABLE_BYTES }),
  )
  const space = () => controller?.desiredSize ?? 0
  if (options.ended.aborted) queueMicrotask(close)
  options.ended.addEventListener('abort', close, { once: true })

  return {
    body,
    get open() {
      return open
    },
    send(event, data, id) {
      if (!open) return
      if (space() < COMFORTABLE_BYTES - MAX_BUFFERED_BYTES) return close()
      const lines = [
        `event: ${event}`,
        ...(id === undefined ? [] : [`id: ${id}`]),
        `data: ${JSON.stringify(data)}`,
      ]
      controller?.enqueue(encoder.encode(`${lines.join('\n')}\n\n`))
    },
    async room() {
      while (open && space() <= 0) {
        taken = Promise.withResolvers()
        const stalled = setTimeout(close, options.stallMs)
        await taken.promise
        clearTimeout(stalled)
      }
    },
    close,
  }
}
