import { randomBytes } from 'node:crypto'
import { describeJobQueue } from '@truss/testing/queue-suite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBullQueue } from '../src/bull-queue.ts'
import { UnrecoverableJob } from '../src/unrecoverable-job.ts'
import { takeAndDie } from './kill-worker.ts'
import { hasRedis, startRedis } from './redis.ts'

const present = hasRedis()
if (!present) console.warn('skipped: redis-server is not in PATH, so the queue on Redis was not tested')

describe.skipIf(!present)('the queue on Redis', { timeout: 30_000 }, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis?.[Symbol.asyncDispose]())

  const freshPrefix = () => `t${randomBytes(6).toString('hex')}`

  describeJobQueue(async () => {
    const prefix = freshPrefix()
    return {
      connect: () => createBullQueue({ redisUrl: redis.url, prefix }),
      unrecoverable: (message) => new UnrecoverableJob(message),
      async [Symbol.asyncDispose]() {},
    }
  })

  test('a job whose worker was killed is delivered to another', async () => {
    const prefix = freshPrefix()
    await using queue = await createBullQueue({ redisUrl: redis.url, prefix, lostAfterMs: 1000 })
    await queue.publish('fatal', 'work')
    await takeAndDie('redis', redis.url, prefix)
    const seen: unknown[] = []
    await queue.work('fatal', async ({ payload }) => void seen.push(payload), {
      concurrency: 1,
      timeoutMs: 5000,
    })
    await vi.waitFor(() => expect(seen).toEqual(['work']), { timeout: 15_000, interval: 20 })
  })

  test('a server that is not there is an error, not a wait', async () => {
    const faults: Error[] = []
    const gone = createBullQueue({
      redisUrl: 'redis://127.0.0.1:1',
      prefix: 'x',
      onFault: (fault) => faults.push(fault),
    })
    await expect(gone).rejects.toThrow()
  })
})
