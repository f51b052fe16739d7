import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instancePrograms } from '@truss/cli/instance/instance-programs'
import type { InstanceSettings } from '@truss/cli/instance/instance-settings'
import { joinTheRegistry } from '@truss/cli/instance/join'
import { type PreparedInstance, prepareInstance } from '@truss/cli/instance/prepare-instance'
import type { Client } from '@truss/client/client'
import type { AccountId, InstanceName } from '@truss/contracts/ids'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@truss/db/postgres/embedded'
import { readConfig as readGatewayConfig } from '@truss/gateway/config'
import { startGateway } from '@truss/gateway/start-gateway'
import { readConfig as readRegistryConfig } from '@truss/registry/config'
import { provisionAccount, provisionLevel, provisionToken } from '@truss/registry/provision'
import { startRegistry } from '@truss/registry/start-registry'
import { readConfig as readWorkerConfig } from '@truss/worker/config'
import { startWorker } from '@truss/worker/start-worker'
import { instanceAccess } from '../demo/instance-access.ts'
import { freePorts } from './free-ports.ts'

export interface PersonInNetwork {
  readonly handle: string
  readonly password: string
  readonly account: AccountId
  readonly home: string
  /** Access tokens by instance name. */
  readonly tokens: Readonly<Record<string, string>>
}

/** An instance in this process: gateway and worker, real database, real repositories, real ports. */
export interface InstanceInNetwork {
  readonly name: string
  readonly settings: InstanceSettings
  readonly url: string
  readonly prepared: PreparedInstance
  /** Clone address of a design. */
  git(owner: string, slug: string): string
  /** The instance API as a signed-in person. */
  as(handle: string): Promise<Client>
  stop(): Promise<void>
  start(): Promise<void>
}

export interface Network extends AsyncDisposable {
  readonly registry: { readonly url: string; stop(): Promise<void>; start(): Promise<void> }
  readonly registryDatabase: string
  readonly instances: Readonly<Record<string, InstanceInNetwork>>
  readonly people: Readonly<Record<string, PersonInNetwork>>
  instance(name: string): InstanceInNetwork
  /** Decides an instance's level in the name of the operator; effective once the feed has brought it. */
  decide(instance: string, level: 'mirror' | 'trusted', reason: string): Promise<void>
  person(handle: string): PersonInNetwork
}

export interface NetworkOptions {
  /** Instances by name, with their level. */
  readonly instances: Readonly<Record<string, 'trusted' | 'mirror'>>
  /** People by handle, with the name of their home. The first one is the operator. */
  readonly people: Readonly<Record<string, string>>
  readonly missesBeforeMirroring?: number
  readonly maxPushBytes?: number
}

/** Boots a registry and instances in this process, on free ports, with a PostgreSQL of their own. */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  await using open = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'truss-network-'))
  open.defer(() => rm(dataDir, { recursive: true, force: true }))
  const postgres: EmbeddedPostgres = open.use(
    await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: false }),
  )
  const names = Object.keys(options.instances)
  const [registryPort = 0, ...ports] = await freePorts(1 + 3 * names.length)
  const registryUrl = `http://localhost:${registryPort}`
  const places = names.map((name, index) => ({
    name,
    gateway: ports[3 * index] ?? 0,
    web: ports[3 * index + 1] ?? 0,
    internal: ports[3 * index + 2] ?? 0,
  }))
  const allowPrivateOrigins = [registryUrl, ...places.map(({ gateway }) => `http://localhost:${gateway}`)]
  const registryDatabase = await postgres.ensureDatabase('registry')
  const registry = restartable(() =>
    startRegistry(
      readRegistryConfig({
        TRUSS_REGISTRY_URL: registryUrl,
        TRUSS_REGISTRY_HOST: '127.0.0.1',
        TRUSS_REGISTRY_PORT: String(registryPort),
        TRUSS_REGISTRY_DATABASE_URL: registryDatabase,
        TRUSS_REGISTRY_NAME: 'test',
        TRUSS_JOIN_LEVEL: 'mirror',
        TRUSS_ALLOW_PRIVATE_ORIGINS: allowPrivateOrigins.join(','),
        TRUSS_LOG_LEVEL: 'silent',
      }),
    ),
  )
  open.defer(() => registry.stop())
  await registry.start()

  const instances: Record<string, InstanceInNetwork> = {}
  const people: Record<string, PersonInNetwork> = {}
  for (const { name, gateway, web, internal } of places) {
    const settings: InstanceSettings = {
      name: name as InstanceName,
      baseUrl: `http://localhost:${gateway}`,
      registryUrl,
      dataDir: join(dataDir, name),
      databaseUrl: await postgres.ensureDatabase(`instance_${name}`),
      redisUrl: undefined,
      host: '127.0.0.1',
      ports: { gateway, web, internal },
      allowPrivateOrigins,
      mirrorPolicy: 'on-demand',
      missesBeforeMirroring: options.missesBeforeMirroring ?? 1,
      maxPushBytes: options.maxPushBytes ?? 64 * 1024 ** 2,
      logLevel: 'silent',
      path: '/usr/local/bin:/usr/bin:/bin',
    }
    const prepared = await prepareInstance(settings)
    const running = restartable(() => startInstance(settings, prepared))
    open.defer(() => running.stop())
    await running.start()
    await joinTheRegistry(settings, prepared.keys)
    instances[name] = {
      name,
      settings,
      prepared,
      url: settings.baseUrl,
      git: (owner, slug) => `${settings.baseUrl}/${owner}/${slug}.git`,
      async as(handle) {
        const person = people[handle]
        if (!person) throw new Error(`nobody is called ${handle}`)
        const access = await instanceAccess(settings)
        const { session } = await access.signIn(person)
        return access.as(session)
      },
      stop: () => running.stop(),
      start: () => running.start(),
    }
  }

  const handles = Object.keys(options.people)
  const [operator] = handles
  for (const handle of handles) {
    // The operator comes before the levels that they decide; homes are set once those hold.
    const home = options.people[handle] ?? null
    if (handle === operator) {
      await provisionAccount(registryDatabase, account(handle, true, null))
      for (const [name, level] of Object.entries(options.instances)) {
        if (level !== 'trusted') continue
        await provisionLevel(registryDatabase, {
          operatorHandle: handle,
          instance: name as InstanceName,
          level,
          reason: 'for the test',
        })
      }
    }
    const id = await provisionAccount(registryDatabase, account(handle, handle === operator, home))
    const tokens: Record<string, string> = {}
    for (const name of names) {
      tokens[name] = await provisionToken(registryDatabase, {
        handle,
        instance: name as InstanceName,
        scopes: ['read', 'push'],
        label: 'test',
        days: null,
      })
    }
    people[handle] = { handle, password: passwordOf(handle), account: id, home: home ?? '', tokens }
  }

  const owned = open.move()
  const get = <T>(table: Record<string, T>, name: string): T => {
    const found = table[name]
    if (!found) throw new Error(`the network has no ${name}`)
    return found
  }
  return {
    registry: { url: registryUrl, ...registry },
    registryDatabase,
    instances,
    people,
    instance: (name) => get(instances, name),
    person: (handle) => get(people, handle),
    decide: (instance, level, reason) =>
      provisionLevel(registryDatabase, {
        ...{ operatorHandle: operator ?? '', instance: instance as InstanceName },
        ...{ level, reason },
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function passwordOf(handle: string): string {
  return `password of ${handle}`
}

function account(handle: string, operator: boolean, home: string | null) {
  return {
    handle,
    displayName: handle,
    password: passwordOf(handle),
    operator,
    home: home as InstanceName | null,
  }
}

/** Gateway and worker with the environment that the supervisor would give them. */
async function startInstance(
  settings: InstanceSettings,
  prepared: PreparedInstance,
): Promise<AsyncDisposable> {
  await using open = new AsyncDisposableStack()
  const env = Object.fromEntries(
    instancePrograms(settings, prepared).map((program) => [program.name, program.env]),
  )
  open.use(await startGateway(readGatewayConfig(env.gateway ?? {})))
  open.use(await startWorker(readWorkerConfig(env.worker ?? {})))
  const owned = open.move()
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function restartable(start: () => Promise<AsyncDisposable>): {
  start(): Promise<void>
  stop(): Promise<void>
} {
  let running: AsyncDisposable | undefined
  return {
    async start() {
      running ??= await start()
    },
    async stop() {
      const old = running
      running = undefined
      await old?.[Symbol.asyncDispose]()
    },
  }
}
