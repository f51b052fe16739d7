export interface StreamEvent {
  readonly event: string
  readonly id?: number
  readonly data: unknown
}

/** Server-sent events of an answer, one after another, until it ends or the reader leaves the loop. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  if (!response.ok || !response.body)
    throw new Error(`no stream: ${response.status} ${await response.text()}`)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) yield parseBlock(block)
  }
}

/** What the callback takes of the events; the reader leaves when it has that many. */
export async function take<T>(
  events: AsyncIterable<StreamEvent>,
  count: number,
  pick: (event: StreamEvent) => T | undefined,
): Promise<T[]> {
  const taken: T[] = []
  for await (const event of events) {
    const value = pick(event)
    if (value !== undefined) taken.push(value)
    if (taken.length === count) break
  }
  return taken
}

export const entryIndex = ({ event, id }: StreamEvent) => (event === 'entry' ? id : undefined)

function parseBlock(block: string): StreamEvent {
  const lines = new Map(
    block.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
  const id = lines.get('id')
  return {
    event: lines.get('event') ?? '',
    ...(id === undefined ? {} : { id: Number(id) }),
    data: JSON.parse(lines.get('data') ?? 'null'),
  }
}
