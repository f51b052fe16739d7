import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The body as git meant it: clients compress requests that are long. Undefined for an encoding nobody knows. */
export function requestBody(req: IncomingMessage): Readable | undefined {
  const encoding = req.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return req
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return undefined
  const plain = createGunzip()
  req.on('error', (error) => plain.destroy(error))
  req.on('close', () => {
    if (!req.readableEnded) plain.destroy()
  })
  return req.pipe(plain)
}

/** The whole body, for those who must pass it on. Undefined when it is longer than the limit. */
export async function readWhole(body: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
