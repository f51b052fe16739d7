import { BlobError } from './blob-error.ts'

const SHA256 = /^[0-9a-f]{64}$/

/**
 * A key is 2 to 8 segments between slashes, 200 characters at most. A segment starts with a lower-case letter
 * or digit and goes on with those, `.`, `_` and `-`, 100 at most: no `..`, no hidden file, no upper
 * case (some disks fold it), nothing that a shell, a URL or S3 would read in another way.
 */
const SEGMENT = /^[a-z0-9][a-z0-9._-]{0,99}$/

/** @throws {BlobError} `bad-name` */
export function parseSha256(sha256: string): string {
  if (!SHA256.test(sha256)) throw new BlobError('bad-name', 'a blob is named by 64 lower-case hex digits')
  return sha256
}

/**
 * @returns the segments, for instance `still`, blob oid, tool version, `480-light.webp`
 * @throws {BlobError} `bad-name`
 */
export function parseDerivedKey(key: string): string[] {
  const segments = key.split('/')
  const fits = key.length <= 200 && segments.length >= 2 && segments.length <= 8
  // Two dots inside a segment are harmless, yet no tool needs them; a dot at the end disappears on some disks.
  const sound = (segment: string) =>
    SEGMENT.test(segment) && !segment.includes('..') && !segment.endsWith('.')
  if (!fits || !segments.every(sound)) throw new BlobError('bad-name', 'not a key of a derived file')
  return segments
}
