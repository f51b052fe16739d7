import { randomUUID } from 'node:crypto'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { startBullWorker } from './bull-worker.ts'
import { encodePayload, encodeWake, parsePublishOptions, parseQueueName, StoredJob } from './job-input.ts'
import type { JobQueue, QueueFaultListener } from './job-queue.ts'
import { createWakeListeners } from './wake-listeners.ts'

const KEEP_SECONDS = 7 * 86_400
const KEEP_FAILED = 10_000
const LISTED_FAILURES = 100

export interface BullQueueOptions {
  /** `redis://` or `rediss://`, with password and database number if needed. */
  redisUrl: string
  /** Starts every key and channel, so that instances can share a server. */
  prefix: string
  /** A worker that showed no life for so long is lost, and its jobs go to others. Default 30 s. */
  lostAfterMs?: number
  /** Default: a process warning. */
  onFault?: QueueFaultListener
}

/** Jobs in Redis, kept and moved by BullMQ; wake-ups by Redis's publish and subscribe. */
export async function createBullQueue(options: BullQueueOptions): Promise<JobQueue> {
  const { redisUrl, prefix, lostAfterMs = 30_000 } = options
  const onFault = options.onFault ?? ((fault) => process.emitWarning(fault))
  if (!/^[a-z0-9-]{1,64}$/.test(prefix)) throw new Error(`bad prefix ${JSON.stringify(prefix)}`)

  const connect = () =>
    new Redis(redisUrl, { maxRetriesPerRequest: null, lazyConnect: true }).on('error', onFault)
  const client = connect()
  const subscriber = connect()
  const listeners = createWakeListeners(onFault)
  const wakeChannel = `${prefix}:wake`
  try {
    await Promise.all([client.connect(), subscriber.connect()])
    subscriber.on('message', (_channel: string, text: string) => listeners.deliver(text))
    await subscriber.subscribe(wakeChannel)
  } catch (error) {
    client.disconnect()
    subscriber.disconnect()
    throw error
  }

  const queues = new Map<string, Queue>()
  const workers = new Set<AsyncDisposable>()

  function open(name: string): Queue {
    const queue = parseQueueName(name)
    let opened = queues.get(queue)
    if (!opened) {
      opened = new Queue(queue, { connection: client, prefix })
      opened.on('error', onFault)
      queues.set(queue, opened)
    }
    return opened
  }

  return {
    async publish(name, payload, publishOptions) {
      const { id, delayMs, attempts, backoffMs } = parsePublishOptions(publishOptions)
      const stored: StoredJob = { id: id ?? randomUUID(), json: encodePayload(payload), backoffMs }
      await open(name).add('job', stored, {
        attempts,
        delay: delayMs,
        backoff: { type: 'custom', delay: backoffMs },
        removeOnComplete: true,
        removeOnFail: { age: KEEP_SECONDS, count: KEEP_FAILED },
        ...(id === undefined ? {} : { deduplication: { id, keepLastIfActive: true } }),
      })
    },

    async work(name, handler, workOptions) {
      const queue = parseQueueName(name)
      const worker = await startBullWorker(
        { redisUrl, prefix, lostAfterMs, onFault },
        queue,
        handler,
        workOptions,
      )
      workers.add(worker)
      return {
        async [Symbol.asyncDispose]() {
          if (workers.delete(worker)) await worker[Symbol.asyncDispose]()
        },
      }
    },

    async pending(name) {
      const counts = await open(name).getJobCounts('waiting', 'active', 'delayed', 'prioritized')
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },

    async failed(name) {
      const jobs = await open(name).getFailed(0, LISTED_FAILURES - 1)
      return jobs.map((job) => {
        const { id, json } = StoredJob.parse(job.data)
        return {
          id,
          payload: JSON.parse(json),
          reason: job.failedReason ?? 'unknown',
          attempts: job.attemptsMade,
          failedAt: new Date(job.finishedOn ?? job.timestamp),
        }
      })
    },

    async wake(channel, message) {
      await client.publish(wakeChannel, encodeWake(channel, message))
    },

    async onWake(channel, listener) {
      return listeners.add(channel, listener)
    },

    async [Symbol.asyncDispose]() {
      const closing = [...workers]
      workers.clear()
      await Promise.all(closing.map((worker) => worker[Symbol.asyncDispose]()))
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      client.disconnect()
      subscriber.disconnect()
    },
  }
}
