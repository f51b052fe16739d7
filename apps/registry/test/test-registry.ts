import type { InstanceName } from '@truss/contracts/ids'
import type { InstanceLevel } from '@truss/contracts/instances'
import { connectRegistry, type RegistryConnection } from '@truss/db/registry/registry-db'
import { readConfig } from '../src/config.ts'
import { provisionAccount, provisionLevel } from '../src/provision.ts'
import { type RunningRegistry, startRegistry } from '../src/start-registry.ts'
import { freePort, startTestMember, type TestMember } from './test-member.ts'
import { throwAwayDatabase } from './throw-away-database.ts'

export const PASSWORD = 'six small brass hinges'

export interface TestRegistry extends AsyncDisposable {
  readonly url: string
  readonly databaseUrl: string
  readonly running: RunningRegistry
  /** Stops it, and starts it again on its data. */
  restart(): Promise<void>
  /** A connection of the test's own. */
  readonly connection: RegistryConnection
  readonly members: Readonly<Record<string, TestMember>>
  member(name: string): TestMember
  addPerson(handle: string, more?: { operator?: boolean; home?: string }): ReturnType<typeof provisionAccount>
  /** By the operator `olga`, who is made when needed. */
  decide(name: string, level: InstanceLevel, reason?: string): Promise<void>
}

/** A registry with a database and real ports of its own; its members' addresses answer, and they have joined. */
export async function openTestRegistry(
  options: { members?: readonly string[]; heartbeatMs?: number; env?: Record<string, string> } = {},
): Promise<TestRegistry> {
  await using open = new AsyncDisposableStack()
  const members: Record<string, TestMember> = {}
  for (const name of options.members ?? []) members[name] = open.use(await startTestMember(name))
  const database = open.use(await throwAwayDatabase())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config = readConfig({
    TRUSS_REGISTRY_URL: url,
    TRUSS_REGISTRY_PORT: String(port),
    TRUSS_REGISTRY_DATABASE_URL: database.url,
    TRUSS_REGISTRY_NAME: 'test registry',
    TRUSS_ALLOW_PRIVATE_ORIGINS: Object.values(members)
      .map(({ baseUrl }) => baseUrl)
      .join(','),
    TRUSS_LOG_LEVEL: 'silent',
    ...options.env,
  })
  const { heartbeatMs } = options
  const start = () => startRegistry(config, heartbeatMs === undefined ? {} : { heartbeatMs })
  let running = await start()
  open.defer(() => running[Symbol.asyncDispose]())
  const connection = open.use(connectRegistry(database.url))
  for (const member of Object.values(members)) {
    member.wellKnown = { instance: { id: member.keys.instance }, registry: url }
    const joined = await member.join(url)
    if (typeof joined === 'string') throw new Error(`${member.name} did not join: ${joined}`)
  }
  const addPerson: TestRegistry['addPerson'] = (handle, { operator = false, home } = {}) =>
    provisionAccount(database.url, {
      ...{ handle, displayName: `${handle} of the tests`, password: PASSWORD, operator },
      home: (home ?? null) as InstanceName | null,
    })
  const owned = open.move()
  return {
    url,
    databaseUrl: database.url,
    get running() {
      return running
    },
    async restart() {
      await running[Symbol.asyncDispose]()
      running = await start()
    },
    connection,
    members,
    member(name) {
      const member = members[name]
      if (!member) throw new Error(`no member ${name}`)
      return member
    },
    addPerson,
    async decide(name, level, reason = 'known for years') {
      await addPerson('olga', { operator: true })
      await provisionLevel(database.url, {
        ...{ operatorHandle: 'olga', level, reason },
        instance: name as InstanceName,
      })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
