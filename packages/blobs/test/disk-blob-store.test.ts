import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeBlobStore } from '@truss/testing/blob-store-suite'
import { describe, expect, test } from 'vitest'
import { createDiskBlobStore } from '../src/disk-blob-store.ts'

async function scratch() {
  const root = await mkdtemp(join(tmpdir(), 'truss-blobs-'))
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

async function files(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('blobs on disk', () => {
  describeBlobStore(async () => {
    const { root, ...disposable } = await scratch()
    const store = await createDiskBlobStore(root)
    return { store, countFiles: async () => (await files(root)).length, ...disposable }
  })

  test('blobs survive a restart, and remains of a dead process do not', async () => {
    await using dir = await scratch()
    const store = await createDiskBlobStore(dir.root)
    const { sha256 } = await store.put(Buffer.from('kept'), { maxBytes: 100 })
    const [old, young] = [join(dir.root, 'tmp', 'old'), join(dir.root, 'tmp', 'young')]
    await writeFile(old, 'half')
    await writeFile(young, 'half')
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000)
    await utimes(old, twoDaysAgo, twoDaysAgo)
    const reopened = await createDiskBlobStore(dir.root)
    expect(await reopened.has(sha256)).toBe(true)
    expect(await readdir(join(dir.root, 'tmp'))).toEqual(['young'])
  })

  test('a blob lies below two levels of its digest', async () => {
    await using dir = await scratch()
    const root = join(dir.root, 'not', 'yet', 'there')
    const store = await createDiskBlobStore(root)
    const { sha256 } = await store.put(Buffer.from('x'), { maxBytes: 1 })
    expect(await files(root)).toEqual([join(root, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256)])
  })

  test('a disk that fails is an error, not an absent blob', async () => {
    await using dir = await scratch()
    const store = await createDiskBlobStore(dir.root)
    await rm(join(dir.root, 'tmp'), { recursive: true })
    await expect(store.put(Buffer.from('x'), { maxBytes: 1 })).rejects.toMatchObject({ code: 'ENOENT' })
    await mkdir(join(dir.root, 'tmp'))
    expect(await store.put(Buffer.from('x'), { maxBytes: 1 })).toMatchObject({ size: 1 })
  })
})
