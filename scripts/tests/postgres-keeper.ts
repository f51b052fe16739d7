import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEmbeddedPostgres } from '@truss/db/postgres/embedded'

// A process that holds the PostgreSQL of a test run and ends it when its parent has gone, whatever ended that: a run that
// is interrupted or killed leaves no server and no files behind.

const gone = new Promise<void>((resolve) => {
  process.once('disconnect', resolve)
  // Ctrl-C reaches every process of the terminal; here the parent's end is the sign to go.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
})
const dataDir = join(tmpdir(), `truss-tests-${randomBytes(6).toString('hex')}`, 'postgres')
try {
  await using server = await startEmbeddedPostgres({ dataDir, durable: false })
  if (process.connected) process.send?.({ url: server.url('postgres') })
  await gone
} finally {
  await rm(dirname(dataDir), { recursive: true, force: true, maxRetries: 3 })
}
