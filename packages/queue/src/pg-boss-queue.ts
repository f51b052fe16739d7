import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { encodePayload, encodeWake, parsePublishOptions, parseQueueName } from './job-input.ts'
import type { JobQueue, QueueFaultListener } from './job-queue.ts'
import { createPgBossStore } from './pg-boss-store.ts'
import { type PgBossWorker, startPgBossWorker } from './pg-boss-worker.ts'
import { createWakeListeners } from './wake-listeners.ts'

const KEEP_SECONDS = 7 * 86_400
const LISTED_FAILURES = 100
/** pg-boss accepts no shorter heartbeat. */
const MIN_LOST_AFTER_MS = 10_000

export interface PgBossQueueOptions {
  connectionString: string
  /** PostgreSQL schema of the queue's own tables; made and migrated when missing. */
  schema: string
  /** A worker that showed no life for so long is lost, and its jobs go to others. At least 10 s; default 30 s. */
  lostAfterMs?: number
  /** Connections of the pool; one more listens. Default 4. */
  maxConnections?: number
  /** Default: a process warning. */
  onFault?: QueueFaultListener
}

/** Jobs in PostgreSQL: pg-boss keeps them, LISTEN/NOTIFY wakes workers of every process. */
export async function createPgBossQueue(options: PgBossQueueOptions): Promise<JobQueue> {
  const { connectionString, schema, maxConnections = 4 } = options
  const lostAfterMs = Math.max(options.lostAfterMs ?? 30_000, MIN_LOST_AFTER_MS)
  const onFault = options.onFault ?? ((fault) => process.emitWarning(fault))
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) throw new Error(`bad schema name ${JSON.stringify(schema)}`)

  const superviseSeconds = Math.ceil(lostAfterMs / 3000)
  const boss = new PgBoss({
    connectionString,
    schema,
    max: maxConnections,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  })
  boss.on('error', onFault)
  await boss.start()
  const db = boss.getDb()
  const store = createPgBossStore(boss, schema)
  const workers = new Set<PgBossWorker>()
  const listeners = createWakeListeners(onFault)
  const known = new Map<string, Promise<void>>()

  const jobsChannel = `truss_jobs_${schema}`
  const wakeChannel = `truss_wake_${schema}`
  const wakeWorkers = (queue?: string): void => {
    for (const worker of workers) if (queue === undefined || worker.queue === queue) worker.wake()
  }
  if (!db.listen) throw new Error('this pg-boss cannot listen')
  // A notification sent while the connection was down is lost: every worker looks after a reconnect.
  const jobs = await db.listen(jobsChannel, wakeWorkers, () => wakeWorkers())
  const wakes = await db.listen(wakeChannel, listeners.deliver, () => {})

  const notify = (channel: string, text: string) => db.executeSql('SELECT pg_notify($1, $2)', [channel, text])

  async function ensureQueue(name: string): Promise<string> {
    const queue = parseQueueName(name)
    let made = known.get(queue)
    if (!made) {
      // `short`: one waiting job per singleton key. A unique index holds it, so racing publishers cannot both win.
      made = boss.createQueue(queue, {
        policy: 'short',
        expireInSeconds: 86_399,
        heartbeatSeconds: Math.ceil(lostAfterMs / 1000),
        deleteAfterSeconds: KEEP_SECONDS,
        retentionSeconds: 60 * 86_400,
      })
      known.set(queue, made)
      made.catch(() => known.delete(queue))
    }
    await made
    return queue
  }

  return {
    async publish(name, payload, publishOptions) {
      const { id = randomUUID(), delayMs, attempts, backoffMs } = parsePublishOptions(publishOptions)
      const json = encodePayload(payload)
      const queue = await ensureQueue(name)
      // The index covers first attempts only; between attempts this look decides. A race adds a run, which is allowed.
      if (publishOptions?.id !== undefined) {
        const waiting = await boss.findJobs(queue, { key: id, queued: true })
        if (waiting.length > 0) return
      }
      const sent = await boss.send(
        queue,
        { id, json, backoffMs },
        {
          singletonKey: id,
          group: { id },
          retryLimit: attempts - 1,
          retryDelay: 0,
          // An interval, not a date: the database's clock decides what is due, whatever ours says.
          ...(delayMs > 0 ? { startAfter: `${delayMs} milliseconds` } : {}),
        },
      )
      if (sent !== null) await notify(jobsChannel, queue)
    },

    async work(name, handler, workOptions) {
      const queue = await ensureQueue(name)
      const deps = { boss, store, heartbeatMs: lostAfterMs / 3, onFault }
      const worker = startPgBossWorker(deps, queue, handler, workOptions)
      workers.add(worker)
      return {
        async [Symbol.asyncDispose]() {
          if (!workers.delete(worker)) return
          await worker[Symbol.asyncDispose]()
          // What it gave back is for others; they do not know yet.
          await notify(jobsChannel, queue)
        },
      }
    },

    async pending(queue) {
      return store.pending(parseQueueName(queue))
    },

    async failed(queue) {
      return store.failed(parseQueueName(queue), LISTED_FAILURES)
    },

    async wake(channel, message) {
      await notify(wakeChannel, encodeWake(channel, message))
    },

    async onWake(channel, listener) {
      return listeners.add(channel, listener)
    },

    async [Symbol.asyncDispose]() {
      const closing = [...workers]
      workers.clear()
      await Promise.all(closing.map((worker) => worker[Symbol.asyncDispose]()))
      for (const queue of new Set(closing.map((worker) => worker.queue))) await notify(jobsChannel, queue)
      await Promise.all([jobs.close(), wakes.close()])
      await boss.stop({ graceful: false, close: true })
    },
  }
}
