import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createAccessTokenStore } from '@truss/db/instance/access-token-store'
import { createCatalogStore } from '@truss/db/instance/catalog-store'
import { createCopyStore } from '@truss/db/instance/copy-store'
import { connectInstance } from '@truss/db/instance/instance-db'
import { createOutboxStore } from '@truss/db/instance/outbox-store'
import { createReplicaStore } from '@truss/db/instance/replica-store'
import { startEmbeddedPostgres } from '@truss/db/postgres/embedded'
import { migrateDatabase } from '@truss/db/postgres/migrate'
import { readRefState } from '@truss/federation/ref-state'
import { createPgBossQueue } from '@truss/queue/pg-boss-queue'

/** A server for the tests of one file; each test takes a database of its own. */
export async function startTestPostgres() {
  const dataDir = join(tmpdir(), `truss-worker-test-${randomBytes(6).toString('hex')}`, 'postgres')
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  let count = 0
  return {
    async open() {
      count += 1
      const url = await server.ensureDatabase(`test_${count}`)
      await migrateDatabase(url, 'instance')
      await using opening = new AsyncDisposableStack()
      const { db } = opening.use(connectInstance(url))
      const queue = opening.use(
        await createPgBossQueue({ connectionString: url, schema: 'jobs', onFault: () => {} }),
      )
      const stores = {
        catalog: createCatalogStore(db),
        copies: createCopyStore(db),
        outbox: createOutboxStore(db),
        replica: createReplicaStore(db, readRefState),
        accessTokens: createAccessTokenStore(db),
      }
      const owned = opening.move()
      return { url, stores, queue, [Symbol.asyncDispose]: () => owned.disposeAsync() }
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await rm(dirname(dataDir), { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

export type TestPostgres = Awaited<ReturnType<typeof startTestPostgres>>
export type TestDatabase = Awaited<ReturnType<TestPostgres['open']>>
