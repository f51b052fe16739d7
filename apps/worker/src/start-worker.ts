import { join } from 'node:path'
import { createDiskBlobStore } from '@truss/blobs/disk-blob-store'
import type { InstanceId } from '@truss/contracts/ids'
import { createAccessTokenStore } from '@truss/db/instance/access-token-store'
import { createCatalogStore } from '@truss/db/instance/catalog-store'
import { createCopyStore } from '@truss/db/instance/copy-store'
import { connectInstance } from '@truss/db/instance/instance-db'
import { createOutboxStore } from '@truss/db/instance/outbox-store'
import { createReplicaStore } from '@truss/db/instance/replica-store'
import { loadOrCreateKeys } from '@truss/federation/key-store'
import { readRefState } from '@truss/federation/ref-state'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { repositoryPath } from '@truss/git/repository-path'
import { createLog, type Logger } from '@truss/http/log'
import { createBullQueue } from '@truss/queue/bull-queue'
import type { JobQueue } from '@truss/queue/job-queue'
import { createPgBossQueue } from '@truss/queue/pg-boss-queue'
import { createSafeFetch } from '@truss/safe-fetch/safe-fetch'
import type { WorkerConfig } from './config.ts'
import { createWorker } from './create-worker.ts'
import { createRegistryAccess } from './registry/registry-fetch.ts'

/** For resolving a name; git has limits of its own. */
const RESOLVE_TIMEOUT_MS = 10_000
/** Schema of the job tables: the same for all processes of an instance, as is the prefix in Redis. */
const JOBS_SCHEMA = 'jobs'

/** Connects everything and starts; disposing ends it. The tables must be there already. */
export async function startWorker(config: WorkerConfig): Promise<AsyncDisposable> {
  const log = createLog({ app: 'worker', level: config.logLevel, instance: config.instanceName })
  const clock = { now: () => new Date() }
  const keys = await loadOrCreateKeys(join(config.dataDir, 'keys'), { now: clock.now() })
  await using opening = new AsyncDisposableStack()
  const connection = opening.use(connectInstance(config.databaseUrl))
  const queue = opening.use(await openQueue(config, keys.instance, log))
  const { db } = connection
  const worker = opening.use(
    createWorker({
      ...{ clock, queue, log, random: Math.random, feedKey: config.registryFeedKey },
      ...{ mirrorPolicy: config.mirrorPolicy, maxCopyBytes: config.maxCopyBytes },
      self: { id: keys.instance },
      stores: {
        catalog: createCatalogStore(db),
        copies: createCopyStore(db),
        outbox: createOutboxStore(db),
        replica: createReplicaStore(db, readRefState),
        accessTokens: createAccessTokenStore(db),
      },
      blobs: await createDiskBlobStore(join(config.dataDir, 'blobs')),
      repositories: { path: (design) => repositoryPath(join(config.dataDir, 'repositories'), design) },
      registry: createRegistryAccess(
        config.registryUrl,
        createRequestSigner({ keys, purpose: 'request', clock }),
      ),
      safeFetch: createSafeFetch({
        allowPrivateOrigins: config.allowPrivateOrigins,
        ...{ timeoutMs: RESOLVE_TIMEOUT_MS, maxBytes: 1024 * 1024, userAgent: 'truss-worker' },
      }),
    }),
  )
  await worker.start()
  log.info({ registry: config.registryUrl, policy: config.mirrorPolicy }, 'worker started')
  return opening.move()
}

function openQueue(
  { redisUrl, databaseUrl }: WorkerConfig,
  instance: InstanceId,
  log: Logger,
): Promise<JobQueue> {
  const onFault = (err: Error) => log.warn({ err }, 'queue fault')
  if (redisUrl !== undefined) return createBullQueue({ redisUrl, prefix: `truss-${instance}`, onFault })
  return createPgBossQueue({ connectionString: databaseUrl, schema: JOBS_SCHEMA, onFault })
}
