import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { backoffDelayMs, StoredJob } from './job-input.ts'
import type { JobHandler, QueueFaultListener, WorkOptions } from './job-queue.ts'
import { runHandler } from './run-handler.ts'

/** How often a job may lose its worker: one that kills every process must end. */
const MAX_LOST_WORKERS = 3

interface BullWorkerDeps {
  redisUrl: string
  prefix: string
  lostAfterMs: number
  onFault: QueueFaultListener
}

/** A BullMQ worker with the port's outcomes. It has a connection of its own: it blocks on it. */
export async function startBullWorker(
  { redisUrl, prefix, lostAfterMs, onFault }: BullWorkerDeps,
  queue: string,
  handler: JobHandler,
  { concurrency, timeoutMs }: WorkOptions,
): Promise<AsyncDisposable> {
  const closing = new AbortController()

  async function attemptJob(job: Job, token?: string): Promise<void> {
    const stored = StoredJob.safeParse(job.data)
    if (!stored.success) throw new UnrecoverableError('unreadable job')
    const { id, json } = stored.data
    const attempt = job.attemptsMade + 1
    const outcome = await runHandler(
      handler,
      { id, payload: JSON.parse(json), attempt },
      { timeoutMs, closing: closing.signal },
    )
    if (outcome.kind === 'done') return
    if (outcome.kind === 'interrupted') {
      await job.moveToWait(token)
      // The error tells the worker that the job has left its hands and no attempt is to be counted.
      throw new WaitingError()
    }
    throw outcome.final ? new UnrecoverableError(outcome.error.message) : outcome.error
  }

  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null }).on('error', onFault)
  const worker = new Worker(queue, attemptJob, {
    connection,
    prefix,
    concurrency,
    lockDuration: lostAfterMs,
    stalledInterval: Math.ceil(lostAfterMs / 2),
    maxStalledCount: MAX_LOST_WORKERS,
    settings: {
      backoffStrategy: (attemptsMade, _type, _error, job) =>
        backoffDelayMs(StoredJob.safeParse(job?.data).data?.backoffMs ?? 1000, attemptsMade),
    },
  })
  worker.on('error', onFault)
  await worker.waitUntilReady()

  return {
    async [Symbol.asyncDispose]() {
      // First no new jobs, then the end of those at hand: a job given back must not come here again.
      const closed = worker.close()
      closing.abort()
      await closed
      connection.disconnect()
    },
  }
}
