import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts'
import { migrateDatabase } from '../src/postgres/migrate.ts'

/** An empty, migrated database of its own. */
export async function throwAwayDatabase(
  which: 'registry' | 'instance',
): Promise<{ url: string } & AsyncDisposable> {
  const dataDir = join(tmpdir(), `truss-test-${randomBytes(6).toString('hex')}`, 'postgres')
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  const url = await server.ensureDatabase('test')
  await migrateDatabase(url, which)
  return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
