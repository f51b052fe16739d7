import type { BlobStore } from '@truss/blobs/blob-store'
import type { Oid } from '@truss/contracts/ids'
import { StillJob } from '@truss/contracts/jobs'
import { streamBlob } from '@truss/git/read-blob'
import type { Logger } from '@truss/http/log'
import { extensionOf } from '@truss/models/model-kind'
import type { Job, JobQueue } from '@truss/queue/job-queue'
import { UnrecoverableJob } from '@truss/queue/unrecoverable-job'
import type { Repositories } from '../deps.ts'
import { type DrawingLimits, runDrawing } from './run-drawing.ts'
import { failedStillKey, MAX_STILL_SOURCE_BYTES, STILL_WAKE, stillKey, stillSource } from './still-names.ts'

const MAX_STILL_BYTES = 16 * 1024 * 1024
const MAX_REASON_BYTES = 2000
/** A drawing that was cut off may have met a busy machine; one that is cut off twice is the file's doing. */
const ATTEMPTS_BEFORE_GIVING_UP = 2
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//
/** Any of them tells that all were made: they are written together, this one last. */
const LAST_WRITTEN = '480-light.webp'

/** Time and memory for one file; a printed part takes one or two seconds and 300 MB. */
export const STILL_LIMITS: DrawingLimits = { timeoutMs: 20_000, maxMemoryBytes: 1536 * 1024 * 1024 }

export interface MakeStillDeps {
  readonly repositories: Repositories
  readonly blobs: Pick<BlobStore, 'putDerived' | 'statDerived'>
  readonly queue: Pick<JobQueue, 'wake'>
  readonly log: Logger
  /** Default: {@link STILL_LIMITS}. */
  readonly limits?: DrawingLimits
}

/**
 * Handles a StillJob: draws a blob and keeps the stills, or why there are none, and tells those who wait for
 * them. What failed because of the file is remembered and not tried again.
 *
 * @throws {UnrecoverableJob} when no further attempt would end in another way
 */
export async function makeStill(deps: MakeStillDeps, job: Job): Promise<void> {
  const payload = StillJob.safeParse(job.payload)
  if (!payload.success) throw new UnrecoverableJob(`unreadable payload: ${payload.error.message}`)
  const { blob, design, path } = payload.data
  const source = stillSource(path)
  if (source === undefined) throw new UnrecoverableJob('no stills are made of such files')
  if (await isSettled(deps, blob)) return deps.queue.wake(STILL_WAKE, blob)

  const startedAt = performance.now()
  const bytes = await readSource(deps.repositories.path(design), blob, job.signal)
  if (typeof bytes === 'string') return giveUp(deps, blob, bytes)
  const fileName = `file.${extensionOf(path)}`
  const outcome = await runDrawing({ source, fileName, bytes }, deps.limits ?? STILL_LIMITS, job.signal)
  const ms = Math.round(performance.now() - startedAt)
  if (outcome.kind === 'unfit') return giveUp(deps, blob, outcome.reason)
  if (outcome.kind === 'ended') {
    deps.log.warn({ blob, design, ms, reason: outcome.reason, stderr: outcome.stderr }, 'drawing ended early')
    job.signal.throwIfAborted()
    if (job.attempt >= ATTEMPTS_BEFORE_GIVING_UP) return giveUp(deps, blob, outcome.reason)
    throw new Error(outcome.reason)
  }
  const last = outcome.stills.filter(({ name }) => name === LAST_WRITTEN)
  const others = outcome.stills.filter(({ name }) => name !== LAST_WRITTEN)
  for (const still of [...others, ...last]) {
    await deps.blobs.putDerived(stillKey(blob, still.name), still.bytes, { maxBytes: MAX_STILL_BYTES })
  }
  deps.log.info({ blob, design, ms, bytes: bytes.length }, 'stills made')
  await deps.queue.wake(STILL_WAKE, blob)
}

/** Whether the stills of a blob are there, or it is known that there will be none. */
export async function isSettled(
  { blobs }: { blobs: Pick<BlobStore, 'statDerived'> },
  blob: Oid,
): Promise<boolean> {
  const keys = [stillKey(blob, LAST_WRITTEN), failedStillKey(blob)]
  const found = await Promise.all(keys.map((key) => blobs.statDerived(key)))
  return found.some((stat) => stat !== null)
}

async function giveUp({ blobs, queue }: MakeStillDeps, blob: Oid, reason: string): Promise<never> {
  const text = Buffer.from(reason).subarray(0, MAX_REASON_BYTES)
  await blobs.putDerived(failedStillKey(blob), text, { maxBytes: MAX_REASON_BYTES })
  await queue.wake(STILL_WAKE, blob)
  throw new UnrecoverableJob(reason)
}

/** @returns the bytes of a blob, or why they are of no use here */
async function readSource(gitDir: string, blob: Oid, signal: AbortSignal): Promise<Buffer | string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of streamBlob(gitDir, blob, { signal }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_STILL_SOURCE_BYTES)
      return `the file is larger than ${MAX_STILL_SOURCE_BYTES / 1024 ** 2} MiB`
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const pointer = bytes.length < 1024 && LFS_POINTER.test(bytes.toString('latin1'))
  return pointer ? 'the file is kept in LFS, of which no stills are made yet' : bytes
}
