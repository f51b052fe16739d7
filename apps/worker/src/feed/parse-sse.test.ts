import { expect, test } from 'vitest'
import { parseSse, type ServerSentEvent } from './parse-sse.ts'

const TEXT =
  ': hello\r\nevent: entry\r\ndata: {"a":"✂"}\r\n\r\ndata:x\ndata: y\n\nevent: tokens\r\r: ping\n\n'
const EVENTS = [
  { event: 'entry', data: '{"a":"✂"}' },
  { event: 'message', data: 'x\ny' },
  { event: 'tokens', data: '' },
]

async function parse(...pieces: Uint8Array[]): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  async function* body() {
    yield* pieces
  }
  for await (const batch of parseSse(body())) events.push(...batch)
  return events
}

test('events come out the same wherever the bytes are cut', async () => {
  const bytes = Buffer.from(TEXT)
  for (let a = 0; a <= bytes.length; a++) {
    for (let b = a; b <= bytes.length; b += 7) {
      const pieces = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)]
      expect(await parse(...pieces), `${a}, ${b}`).toEqual(EVENTS)
    }
  }
  expect(await parse(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS)
})

test('an event that is cut off by the end is dropped', async () => {
  expect(await parse(Buffer.from('event: entry\ndata: {"index":1'))).toEqual([])
  expect(await parse(Buffer.from('event: entry\ndata: {"index":1}\n'))).toEqual([])
})

test('an endless event and bytes that are no text end the reading', async () => {
  await expect(parse(Buffer.alloc(2 * 1024 * 1024, 'x'))).rejects.toThrow('too long')
  const lines = Buffer.from('data: abc\n'.repeat(300_000))
  await expect(parse(lines)).rejects.toThrow('too long')
  await expect(parse(Uint8Array.of(0xff, 0xfe))).rejects.toThrow()
})
