import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDiskBlobStore } from '@truss/blobs/disk-blob-store'
import { createClient } from '@truss/client/client'
import { WAKES } from '@truss/contracts/jobs'
import { REGISTRY_API } from '@truss/contracts/registry-routes'
import { connectInstance } from '@truss/db/instance/instance-db'
import { signerOf } from '@truss/federation/instance-keys'
import { loadOrCreateKeys } from '@truss/federation/key-store'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { ensureHooks } from '@truss/git/receive-pack'
import { repositoryPath } from '@truss/git/repository-path'
import { createLog } from '@truss/http/log'
import { listen } from '@truss/http/serve'
import { createBullQueue } from '@truss/queue/bull-queue'
import { createPgBossQueue } from '@truss/queue/pg-boss-queue'
import { createSafeFetch } from '@truss/safe-fetch/safe-fetch'
import { createPersonClients } from './api/person-client.ts'
import type { GatewayConfig } from './config.ts'
import { createGateway } from './create-gateway.ts'
import { adoptAssigned } from './designs/adopt-assigned.ts'
import { startCopiesOnDemand } from './git/copies-on-demand.ts'
import { createHostLiveness } from './git/host-liveness.ts'
import { openStores } from './open-stores.ts'
import { createKeyedLock } from './push/keyed-lock.ts'
import { createRefWriter } from './push/ref-writer.ts'
import { startWaitForApplied } from './wait-for-applied.ts'

/** Bytes that are passed on from a host for one client; a clone of a large design. */
const MAX_PROXIED_BYTES = 8 * 1024 ** 3
const PROXY_TIMEOUT_MS = 60 * 60_000

export interface RunningGateway extends AsyncDisposable {
  readonly port: number
  readonly internalPort: number
}

/** Opens everything a gateway needs and listens. What opens here closes here, in reverse. */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  await using open = new AsyncDisposableStack()
  const clock = { now: () => new Date() }
  const log = createLog({ app: 'gateway', level: config.logLevel, instance: config.instanceName })
  const keys = await loadOrCreateKeys(join(config.dataDir, 'keys'), { now: clock.now() })
  const stores = openStores(open.use(connectInstance(config.databaseUrl)))
  const queue = open.use(
    config.redisUrl === undefined
      ? await createPgBossQueue({ connectionString: config.databaseUrl, schema: 'jobs' })
      : await createBullQueue({ redisUrl: config.redisUrl, prefix: `truss-${keys.instance}` }),
  )
  const blobs = await createDiskBlobStore(join(config.dataDir, 'blobs'))
  const root = join(config.dataDir, 'repositories')
  await mkdir(root, { recursive: true })
  const repositories = { path: (design: string) => repositoryPath(root, design) }
  const hooksPath = await ensureHooks(join(config.dataDir, 'hooks'))

  const sign = createRequestSigner({ keys, purpose: 'request', clock })
  const toRegistry = (request: Request) => fetch(request)
  const registry = createClient({ base: config.registryUrl + REGISTRY_API, fetch: toRegistry })
  const personClients = createPersonClients({
    stores,
    clock,
    sign,
    fetch: toRegistry,
    registryUrl: config.registryUrl,
    client: keys.instance,
    key: { privateKey: keys.subkeys.openid.privateKey, kid: keys.subkeys.openid.key.kid },
  })
  const { safeFetch } = createSafeFetch({
    allowPrivateOrigins: config.allowPrivateOrigins,
    timeoutMs: PROXY_TIMEOUT_MS,
    maxBytes: MAX_PROXIED_BYTES,
    userAgent: 'truss-gateway',
  })
  const copiesOnDemand = open.use(await startCopiesOnDemand({ stores, queue, clock }, config))
  const waitForApplied = open.use(await startWaitForApplied({ stores, queue }))
  const refWriter = createRefWriter({
    stores,
    repositories,
    clock,
    signer: signerOf(keys, 'refState'),
    lock: createKeyedLock(),
    wakeOutbox: () => queue.wake(WAKES.outbox, ''),
  })
  const self = {
    id: keys.instance,
    name: config.instanceName,
    baseUrl: config.baseUrl,
    registryUrl: config.registryUrl,
  }
  await adoptAssigned({ self, stores, repositories, refWriter, clock, log })

  const gateway = createGateway({
    ...{
      self,
      stores,
      repositories,
      refWriter,
      copiesOnDemand,
      clock,
      log,
      blobs,
      queue,
      registry,
      personClients,
    },
    ...{ safeFetch, waitForApplied, hooksPath },
    hostAlive: createHostLiveness({ safeFetch, clock }),
    signer: signerOf(keys, 'refState'),
    registryFor: (account) => personClients.of(account),
    internalSecret: config.internalSecret,
    maxPushBytes: config.maxPushBytes,
    webUrl: config.webUrl,
  })
  const internal = open.use(await listen(gateway.internal, { host: '127.0.0.1', port: config.internalPort }))
  const front = open.use(await listen(gateway.public, { host: config.host, port: config.port }))
  log.info({ url: config.baseUrl, port: front.port }, 'listening')
  const owned = open.move()
  return {
    port: front.port,
    internalPort: internal.port,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
