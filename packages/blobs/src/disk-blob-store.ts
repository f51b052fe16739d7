import { mkdir, readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobError } from './blob-error.ts'
import { parseDerivedKey, parseSha256 } from './blob-names.ts'
import type { BlobStore } from './blob-store.ts'
import { isMissing, readFileRange, statFile } from './read-file.ts'
import { receiveFile } from './receive-file.ts'

/** A temporary file that nobody wrote to for so long was left by a process that died. */
const STALE_TEMP_MS = 24 * 3_600_000

/**
 * Blobs in a folder of the local disk: `sha256/ab/cd/<digest>`, `derived/<key>` (folders end in `~`), and `tmp` for what
 * arrives. Several processes may use one root. Remains of broken receptions are removed on creation.
 */
export async function createDiskBlobStore(root: string): Promise<BlobStore> {
  const tempDir = join(root, 'tmp')
  await mkdir(tempDir, { recursive: true, mode: 0o750 })
  await removeStale(tempDir)

  const blobPath = (sha256: string): string => {
    const name = parseSha256(sha256)
    // Two levels keep folders small: git-lfs uses the same ones.
    return join(root, 'sha256', name.slice(0, 2), name.slice(2, 4), name)
  }
  // `~` is in no key: the folder of `a/b/c` is never the file of `a/b`.
  const derivedPath = (key: string): string => join(root, 'derived', parseDerivedKey(key).join('~/'))

  return {
    async put(source, { expectedSha256, expectedSize, maxBytes, signal }) {
      if (expectedSha256 !== undefined) parseSha256(expectedSha256)
      if (expectedSize !== undefined && expectedSize > maxBytes) {
        throw new BlobError('too-large', `the content is over ${maxBytes} bytes`)
      }
      // A sender that goes past its own word is cut off there, not at the limit.
      const limit = expectedSize ?? maxBytes
      try {
        return await receiveFile(tempDir, source, { maxBytes: limit, signal }, (received) => {
          if (expectedSize !== undefined && received.size !== expectedSize) throw sizeMismatch(expectedSize)
          if (expectedSha256 !== undefined && received.sha256 !== expectedSha256) {
            throw new BlobError('digest-mismatch', `the content has sha256 ${received.sha256}`)
          }
          return blobPath(received.sha256)
        })
      } catch (error) {
        const over = error instanceof BlobError && error.code === 'too-large'
        throw over && expectedSize !== undefined ? sizeMismatch(expectedSize) : error
      }
    },

    get: async (sha256, range) => readFileRange(blobPath(sha256), range),
    stat: async (sha256) => statFile(blobPath(sha256)),
    has: async (sha256) => (await statFile(blobPath(sha256))) !== null,
    delete: async (sha256) => remove(blobPath(sha256)),

    async putDerived(key, source, { maxBytes, signal }) {
      const path = derivedPath(key)
      const { size } = await receiveFile(tempDir, source, { maxBytes, signal }, () => path)
      return { size }
    },
    getDerived: async (key, range) => readFileRange(derivedPath(key), range),
    statDerived: async (key) => statFile(derivedPath(key)),
    deleteDerived: async (key) => remove(derivedPath(key)),
  }
}

function sizeMismatch(expectedSize: number): BlobError {
  return new BlobError('size-mismatch', `the content has not the announced ${expectedSize} bytes`)
}

async function remove(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function removeStale(tempDir: string): Promise<void> {
  const before = Date.now() - STALE_TEMP_MS
  for (const name of await readdir(tempDir)) {
    const path = join(tempDir, name)
    // Another process may finish or remove it meanwhile.
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < before) await rm(path, { force: true })
  }
}
