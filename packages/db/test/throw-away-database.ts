import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts'
import { migrateDatabase } from '../src/postgres/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Administration URL of the PostgreSQL that all test files of a run share. */
    postgresUrl: string | undefined
  }
}

/** An empty, migrated database of its own: on the server that the run shares, else on one for this call. */
export async function throwAwayDatabase(
  which: 'registry' | 'instance',
): Promise<{ url: string } & AsyncDisposable> {
  const shared = inject('postgresUrl')
  const database = shared === undefined ? await onOwnServer() : await onSharedServer(shared)
  await migrateDatabase(database.url, which)
  return database
}

async function onSharedServer(adminUrl: string): Promise<{ url: string } & AsyncDisposable> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, (sql) => sql`create database ${sql(name)}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    [Symbol.asyncDispose]: () =>
      administer(adminUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  }
}

async function administer(url: string, statement: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await statement(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function onOwnServer(): Promise<{ url: string } & AsyncDisposable> {
  const dataDir = join(tmpdir(), `truss-test-${randomBytes(6).toString('hex')}`, 'postgres')
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  return {
    url: await server.ensureDatabase('test'),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await rm(dirname(dataDir), { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
