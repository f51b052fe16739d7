import { type FileHandle, open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { BlobError } from './blob-error.ts'
import type { BlobReader, BlobStat, ByteRange } from './blob-store.ts'

/** @returns null if there is no file at the path */
export async function readFileRange(path: string, range: ByteRange = {}): Promise<BlobReader | null> {
  const file = await openOrNull(path)
  if (!file) return null
  try {
    const { size } = await file.stat()
    const { start = 0, end = Math.max(size - 1, 0) } = range
    const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end)
    if (!whole || start < 0 || end < start || (start >= size && start > 0)) {
      throw new BlobError('bad-range', `bytes ${start} to ${end} of ${size} do not exist`)
    }
    if (size === 0) {
      await file.close()
      return { size, stream: Readable.from([]) }
    }
    // The open file is what was measured: a delete or replacement from now on does not reach this reader.
    return { size, stream: file.createReadStream({ start, end: Math.min(end, size - 1) }) }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** @returns null if there is no file at the path */
export async function statFile(path: string): Promise<BlobStat | null> {
  try {
    const { size } = await stat(path)
    return { size }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
