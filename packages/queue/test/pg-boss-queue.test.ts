import { randomBytes } from 'node:crypto'
import { describeJobQueue } from '@truss/testing/queue-suite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createPgBossQueue } from '../src/pg-boss-queue.ts'
import { UnrecoverableJob } from '../src/unrecoverable-job.ts'
import { takeAndDie } from './kill-worker.ts'
import { sql, startPostgres } from './postgres.ts'

describe('the queue on PostgreSQL', { timeout: 30_000 }, () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>
  beforeAll(async () => {
    postgres = await startPostgres(process.env.TEST_DATABASE_URL)
  }, 60_000)
  afterAll(() => postgres?.[Symbol.asyncDispose]())

  const freshSchema = () => `q_${randomBytes(6).toString('hex')}`

  describeJobQueue(async () => {
    const schema = freshSchema()
    return {
      connect: () => createPgBossQueue({ connectionString: postgres.url, schema }),
      unrecoverable: (message) => new UnrecoverableJob(message),
      [Symbol.asyncDispose]: () => sql(postgres.url, `DROP SCHEMA IF EXISTS ${schema} CASCADE`),
    }
  })

  test('a job whose worker was killed is delivered to another', async () => {
    const schema = freshSchema()
    await using queue = await createPgBossQueue({
      connectionString: postgres.url,
      schema,
      lostAfterMs: 10_000,
    })
    await queue.publish('fatal', 'work')
    await takeAndDie('postgres', postgres.url, schema)
    // The last sign of life moves into the past, so that the test need not wait for it to grow old.
    await sql(
      postgres.url,
      `UPDATE ${schema}.job SET heartbeat_on = now() - interval '1 hour' WHERE state = 'active'`,
    )
    const seen: unknown[] = []
    await queue.work('fatal', async ({ payload }) => void seen.push(payload), {
      concurrency: 1,
      timeoutMs: 5000,
    })
    await vi.waitFor(() => expect(seen).toEqual(['work']), { timeout: 25_000, interval: 50 })
  })

  test('a schema name is no place for SQL', async () => {
    const hostile = createPgBossQueue({ connectionString: postgres.url, schema: 'a; drop schema public' })
    await expect(hostile).rejects.toThrow('bad schema name')
  })
})
