/** An event of a `text/event-stream` (WHATWG HTML, section 9.2.6). */
export interface ServerSentEvent {
  /** `message` when the sender names none. */
  readonly event: string
  readonly data: string
}

/** Characters of one event at most; a feed entry has fewer. */
const MAX_EVENT_CHARACTERS = 1024 * 1024

/**
 * Events as they arrive; those completed by one piece of the body come together, so that a burst can be handled
 * as one. A last event that is not ended by an empty line is dropped: it may be cut in the middle.
 *
 * @throws {Error} for an event of more than 1 MiB; a TypeError for bytes that are not UTF-8
 */
export async function* parseSse(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let afterReturn = false
  let event = ''
  let data: string[] = []
  let size = 0
  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true })
    if (text === '') continue
    // CR LF is one line end, also when a piece of the body ends between the two.
    if (afterReturn && text.startsWith('\n')) text = text.slice(1)
    afterReturn = text.endsWith('\r')
    const lines = (rest + text).split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    const complete: ServerSentEvent[] = []
    for (const line of lines) {
      if (line === '') {
        if (event !== '' || data.length > 0)
          complete.push({ event: event || 'message', data: data.join('\n') })
        event = ''
        data = []
        size = 0
        continue
      }
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
      if (field === 'event') event = value
      if (field === 'data') data.push(value)
      size += line.length
    }
    if (size + rest.length > MAX_EVENT_CHARACTERS) throw new Error('an event of the stream is too long')
    if (complete.length > 0) yield complete
  }
}
