import { createHash } from 'node:crypto'
import type { Sha256 } from '@truss/contracts/ids'
import { RecordError } from './record-error.ts'

/** Of a design without large files: sha256 of nothing. */
export const EMPTY_LFS_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as Sha256

/**
 * sha256 over a line `oid SP size LF` per large file, sorted by oid.
 *
 * @param objects the LFS objects that the refs need; the order does not matter
 * @throws {RecordError} `bad-record` when an object is given twice or a size is not a whole number of bytes
 */
export function lfsDigest(objects: readonly { oid: Sha256; size: number }[]): {
  digest: Sha256
  count: number
} {
  const hash = createHash('sha256')
  const sorted = objects.toSorted((a, b) => (a.oid < b.oid ? -1 : 1))
  for (const [index, { oid, size }] of sorted.entries()) {
    if (oid === sorted[index + 1]?.oid)
      throw new RecordError('bad-record', `LFS object ${oid} is given twice`)
    if (!Number.isSafeInteger(size) || size < 0)
      throw new RecordError('bad-record', `LFS object ${oid}: size`)
    hash.update(`${oid} ${size}\n`)
  }
  return { digest: hash.digest('hex') as Sha256, count: objects.length }
}
