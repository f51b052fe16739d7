import type { PgBoss } from 'pg-boss'
import { backoffDelayMs, StoredJob } from './job-input.ts'
import type { JobHandler, QueueFaultListener, WorkOptions } from './job-queue.ts'
import type { createPgBossStore } from './pg-boss-store.ts'
import { runHandler } from './run-handler.ts'

/** Looks for jobs this often even if no notification came: one may be lost with its connection. */
const FALLBACK_POLL_MS = 5000
const AFTER_FAULT_MS = 1000

interface PgBossWorkerDeps {
  boss: PgBoss
  store: ReturnType<typeof createPgBossStore>
  heartbeatMs: number
  onFault: QueueFaultListener
}

export interface PgBossWorker extends AsyncDisposable {
  readonly queue: string
  /** There may be something to fetch. */
  wake(): void
}

interface Fetched {
  id: string
  data: unknown
  retryCount: number
  retryLimit: number
}

/** Takes jobs when woken, when a delayed one falls due, and every few seconds. pg-boss's own loop would poll. */
export function startPgBossWorker(
  { boss, store, heartbeatMs, onFault }: PgBossWorkerDeps,
  queue: string,
  handler: JobHandler,
  { concurrency, timeoutMs }: WorkOptions,
): PgBossWorker {
  const closing = new AbortController()
  const active = new Map<string, Promise<void>>()
  let woken = Promise.withResolvers<void>()
  const wake = (): void => woken.resolve()

  async function settle(job: Fetched): Promise<void> {
    const parsed = StoredJob.safeParse(job.data)
    if (!parsed.success) return store.giveUp(queue, job.id, new Error('unreadable job'))
    const { id, json, backoffMs } = parsed.data
    const attempt = job.retryCount + 1
    const outcome = await runHandler(
      handler,
      { id, payload: JSON.parse(json), attempt },
      { timeoutMs, closing: closing.signal },
    )
    if (outcome.kind === 'done') await boss.complete(queue, job.id)
    else if (outcome.kind === 'interrupted') await store.giveBack(queue, job.id)
    else if (outcome.final || job.retryCount >= job.retryLimit)
      await store.giveUp(queue, job.id, outcome.error)
    else await store.retryLater(queue, job.id, backoffDelayMs(backoffMs, attempt), outcome.error)
  }

  async function fetchMore(): Promise<number> {
    const free = concurrency - active.size
    if (free === 0) return 0
    // One active job per group, and the group is the job's identity: twins do not run side by side.
    const jobs = await boss.fetch(queue, { batchSize: free, includeMetadata: true, groupConcurrency: 1 })
    for (const job of jobs) {
      const run = settle(job)
        .catch(onFault)
        .finally(() => {
          active.delete(job.id)
          wake()
        })
      active.set(job.id, run)
    }
    return jobs.length
  }

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      woken = Promise.withResolvers<void>()
      let waitMs = FALLBACK_POLL_MS
      try {
        if ((await fetchMore()) > 0) continue
        if (active.size < concurrency) waitMs = Math.min(waitMs, (await store.nextDueMs(queue)) ?? waitMs)
      } catch (error) {
        onFault(error as Error)
        waitMs = AFTER_FAULT_MS
      }
      if (closing.signal.aborted) break
      const timer = setTimeout(wake, Math.max(waitMs, 1))
      await woken.promise
      clearTimeout(timer)
    }
  }

  const running = loop()
  const heartbeat = setInterval(() => {
    if (active.size > 0) boss.touch(queue, [...active.keys()]).catch(onFault)
  }, heartbeatMs)

  return {
    queue,
    wake,
    async [Symbol.asyncDispose]() {
      closing.abort()
      wake()
      await running
      await Promise.all(active.values())
      clearInterval(heartbeat)
    },
  }
}
