/** A process that takes one job of the queue `fatal`, says so, and never finishes: it is there to be killed. */
import { createBullQueue } from '../src/bull-queue.ts'
import { createPgBossQueue } from '../src/pg-boss-queue.ts'

const [kind, url = '', name = ''] = process.argv.slice(2)
const queue =
  kind === 'redis'
    ? await createBullQueue({ redisUrl: url, prefix: name, lostAfterMs: 1000 })
    : await createPgBossQueue({ connectionString: url, schema: name })
const hang = (): Promise<void> => {
  process.stdout.write('taken\n')
  return new Promise(() => {})
}
await queue.work('fatal', hang, { concurrency: 1, timeoutMs: 60_000 })
