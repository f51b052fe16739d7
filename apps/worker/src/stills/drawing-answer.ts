import { z } from 'zod'
import type { DrawnStill } from './draw-stills.ts'

/** What the drawing process writes: the length of a JSON header (4 bytes, big-endian), the header, the files. */
const Header = z.union([
  z.object({ unfit: z.string().max(500) }),
  z.object({ files: z.array(z.object({ name: z.string().max(40), size: z.int().positive() })).max(10) }),
])

const LENGTH_BYTES = 4

export function encodeAnswer(answer: { unfit: string } | readonly DrawnStill[]): Buffer {
  const files = 'unfit' in answer ? [] : answer
  const facts =
    'unfit' in answer ? answer : { files: files.map(({ name, bytes }) => ({ name, size: bytes.length })) }
  const header = Buffer.from(JSON.stringify(facts))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(header.length)
  return Buffer.concat([length, header, ...files.map(({ bytes }) => bytes)])
}

/** @returns undefined for anything that is not a whole answer: the process has worked on a hostile file */
export function decodeAnswer(bytes: Buffer): { unfit: string } | DrawnStill[] | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined
  const start = LENGTH_BYTES + bytes.readUInt32BE(0)
  const header = Header.safeParse(parseJson(bytes.subarray(LENGTH_BYTES, start)))
  if (!header.success) return undefined
  if ('unfit' in header.data) return header.data
  let at = start
  const files = header.data.files.map(({ name, size }) => {
    const file = { name, bytes: bytes.subarray(at, at + size) }
    at += size
    return file
  })
  return at === bytes.length ? files : undefined
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
