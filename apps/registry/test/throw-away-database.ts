import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect } from '@truss/db/postgres/connect'
import { startEmbeddedPostgres } from '@truss/db/postgres/embedded'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Administration URL of the PostgreSQL that all test files of a run share. */
    postgresUrl: string | undefined
  }
}

export interface ThrowAwayDatabase extends AsyncDisposable {
  readonly url: string
}

/** An empty database of its own: on the server that the run shares, else on one for this call. */
export async function throwAwayDatabase(): Promise<ThrowAwayDatabase> {
  const shared = inject('postgresUrl')
  return shared === undefined ? onOwnServer() : onSharedServer(shared)
}

async function onSharedServer(adminUrl: string): Promise<ThrowAwayDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const administer = async (statement: 'create' | 'drop') => {
    await using admin = connect(adminUrl, {}, 1)
    if (statement === 'create') await admin.sql`create database ${admin.sql(name)}`
    else await admin.sql`drop database if exists ${admin.sql(name)} with (force)`
  }
  await administer('create')
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return { url: url.href, [Symbol.asyncDispose]: () => administer('drop') }
}

async function onOwnServer(): Promise<ThrowAwayDatabase> {
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
