import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobError } from './blob-error.ts'
import type { BlobSource } from './blob-store.ts'

export interface Received {
  readonly sha256: string
  readonly size: number
}

/**
 * Writes a source to a temporary file, flushes it, and moves it to where `place` says. `place` sees digest and size
 * first and throws to refuse. `tempDir` lies on the same file system as the target, or the move would
 * be a copy that a crash can cut.
 */
export async function receiveFile(
  tempDir: string,
  source: BlobSource,
  { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal | undefined },
  place: (received: Received) => string,
): Promise<Received> {
  const temp = join(tempDir, randomUUID())
  try {
    const file = await open(temp, 'wx', 0o640)
    let received: Received
    try {
      received = await write(file, source, maxBytes, signal)
      await file.sync()
    } finally {
      await file.close()
    }
    const target = place(received)
    await makeDurableDirectory(dirname(target))
    await rename(temp, target)
    // Without this the name may be lost in a power cut although the content is on the disk.
    await syncDirectory(dirname(target))
    return received
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

async function write(
  file: FileHandle,
  source: BlobSource,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Received> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of source instanceof Uint8Array ? [source] : abortable(source, signal)) {
    signal?.throwIfAborted()
    size += chunk.byteLength
    if (size > maxBytes) throw new BlobError('too-large', `the content is over ${maxBytes} bytes`)
    hash.update(chunk)
    // One write may take less than it was given; writeFile on a handle goes on until all is written.
    await file.writeFile(chunk)
  }
  signal?.throwIfAborted()
  return { sha256: hash.digest('hex'), size }
}

/** Stops waiting for a source that has gone silent when the signal aborts. */
async function* abortable(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (!signal) return yield* source
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => {})
  const onAbort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const iterator = source[Symbol.asyncIterator]()
  let finished = false
  try {
    signal.throwIfAborted()
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise])
      if (next.done) {
        finished = true
        return
      }
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Not awaited: a silent generator would answer only after its pending read.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => {})
  }
}

async function makeDurableDirectory(dir: string): Promise<void> {
  const firstMade = await mkdir(dir, { recursive: true, mode: 0o750 })
  // Every directory that holds a new name is flushed, from the deepest up to the parent of the first new one.
  if (firstMade === undefined) return
  for (let at = dirname(dir); at.length >= dirname(firstMade).length; at = dirname(at)) {
    await syncDirectory(at)
    if (at === dirname(at)) break
  }
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
