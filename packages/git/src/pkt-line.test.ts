import { expect, test } from 'vitest'
import {
  DELIM_PKT,
  decodePktLines,
  encodePktLine,
  errorLine,
  FLUSH_PKT,
  MAX_PAYLOAD,
  type Packet,
  PktLineDecoder,
} from './pkt-line.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function decode(bytes: Buffer | string, size = 7, maxBytes = 1 << 20): Promise<Packet[]> {
  const packets: Packet[] = []
  for await (const packet of decodePktLines(inPieces(Buffer.from(bytes), size), { maxBytes }))
    packets.push(packet)
  return packets
}

test('packets survive encoding and decoding, however the stream is cut', async () => {
  const bytes = Buffer.concat([encodePktLine('hello\n'), DELIM_PKT, encodePktLine(''), FLUSH_PKT])
  expect(bytes.toString()).toBe('000ahello\n000100040000')
  for (const size of [1, 2, 3, 5, 100]) {
    const packets = await decode(bytes, size)
    expect(packets).toEqual([
      { type: 'data', payload: Buffer.from('hello\n') },
      { type: 'delim' },
      { type: 'data', payload: Buffer.alloc(0) },
      { type: 'flush' },
    ])
  }
})

test('the longest packet passes and one byte more does not', async () => {
  const longest = encodePktLine(Buffer.alloc(MAX_PAYLOAD, 1))
  expect(longest.toString('latin1', 0, 4)).toBe('fff0')
  expect(await decode(longest, 4096)).toHaveLength(1)
  expect(() => encodePktLine(Buffer.alloc(MAX_PAYLOAD + 1))).toThrow(
    expect.objectContaining({ code: 'too-large' }),
  )
})

test.each(['zzzz', '0003', '-001', ' 123', '0x0a', 'fff1', 'ffff', '00'])(
  '%j is malformed',
  async (bytes) => {
    await expect(decode(bytes)).rejects.toMatchObject({ code: 'broken' })
  },
)

test('a stream that ends inside a packet is malformed', async () => {
  await expect(decode('000ahel')).rejects.toMatchObject({ code: 'broken' })
})

test('the whole stream is bounded', async () => {
  await expect(decode('0000'.repeat(10), 4, 20)).rejects.toMatchObject({ code: 'too-large' })
})

test('what follows the last packet is handed over', () => {
  const decoder = new PktLineDecoder({ maxBytes: 1000 })
  for (const packet of decoder.push(Buffer.from('0006ab0000PACK...'))) if (packet.type === 'flush') break
  expect(decoder.takeRest().toString()).toBe('PACK...')
})

test('an error packet is one printable line', () => {
  expect(errorLine('no\u001b[2J such\nthing').toString()).toBe('001aERR no [2J such thing\n')
})
