import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskBlobStore } from '@truss/blobs/disk-blob-store'
import { DesignId, Oid } from '@truss/contracts/ids'
import { createBareRepository } from '@truss/git/bare-repository'
import { listFiles } from '@truss/git/list-files'
import { updateRefs } from '@truss/git/refs'
import { writeCommit } from '@truss/git/write-commit'
import { createLog } from '@truss/http/log'
import { writeStl } from '@truss/models/write-stl'
import type { Job } from '@truss/queue/job-queue'

type Files = Record<string, string | Buffer>

/** Repositories and blobs in a folder of their own, and a queue that only remembers what it was told. */
export async function openStillBench() {
  const folder = await mkdtemp(join(tmpdir(), 'truss-stills-test-'))
  const published: { queue: string; payload: unknown; id: string | undefined }[] = []
  const woken: string[] = []
  return {
    published,
    woken,
    blobs: await createDiskBlobStore(join(folder, 'blobs')),
    repositories: { path: (design: string) => join(folder, `${design}.git`) },
    log: createLog({ app: 'worker', level: 'silent' }),
    queue: {
      async publish(queue: string, payload: unknown, options?: { id?: string }) {
        published.push({ queue, payload, id: options?.id })
      },
      async wake(channel: string, message: string) {
        woken.push(`${channel} ${message}`)
      },
    },
    /** A design whose default branch holds these files. */
    async addDesign(files: Files, options: { branch?: string } = {}) {
      const design = DesignId.parse(
        Array.from(randomBytes(52), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join(''),
      )
      const gitDir = this.repositories.path(design)
      await createBareRepository(gitDir, { initialBranch: 'main' })
      if (Object.keys(files).length === 0) return { design, oids: new Map<string, Oid>() }
      const commit = await writeCommit(gitDir, {
        ...{ parents: [], base: null, message: 'begin', when: new Date('2026-01-01T00:00:00Z') },
        author: { name: 'Mara', email: 'mara@oak.test' },
        changes: Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
      })
      await updateRefs(gitDir, [{ ref: `refs/heads/${options.branch ?? 'main'}`, old: null, new: commit }])
      const { files: stored } = await listFiles(gitDir, commit, { limit: 1000 })
      return { design, oids: new Map(stored.map(({ path, oid }) => [path, Oid.parse(oid)])) }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

export type StillBench = Awaited<ReturnType<typeof openStillBench>>

export function jobOf(payload: unknown, more: Partial<Job> = {}): Job {
  return { id: 'job', payload, attempt: 1, signal: new AbortController().signal, ...more }
}

/** A printable corner: four vertices, four triangles. */
export function tetrahedron(): Buffer {
  const positions = Float32Array.of(0, 0, 0, 20, 0, 0, 0, 20, 0, 0, 0, 20)
  const indices = Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3)
  return Buffer.from(writeStl({ positions, indices }))
}
