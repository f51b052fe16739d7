import type { TokenScope } from '@truss/contracts/accounts'
import { type AccountId, FeedIndex, type InstanceName } from '@truss/contracts/ids'
import type { Instance, InstanceLevel } from '@truss/contracts/instances'
import { createAccountStore } from '@truss/db/registry/account-store'
import { createInstanceStore } from '@truss/db/registry/instance-store'
import { connectRegistry, type RegistryConnection } from '@truss/db/registry/registry-db'
import { createTokenStore } from '@truss/db/registry/token-store'
import { issueToken } from '@truss/domain/accounts/access-token'
import { chooseHome } from '@truss/domain/accounts/choose-home'
import { createAccount } from '@truss/domain/accounts/create-account'
import { DomainError } from '@truss/domain/errors'
import type { Sequencer } from '@truss/domain/ports'
import { decideLevel } from '@truss/domain/trust/decide-level'
import { mintToken } from './mint-token.ts'
import { passwordHasher } from './pages/password-hasher.ts'
import { randomIds } from './random-ids.ts'

/*
 * What an operator with access to the registry's database may do without its pages: for the demo, the command
 * line and tests. Through the same domain functions; the running registry numbers the events.
 */

/** Nobody here waits for an index: the events are committed, and whoever numbers them does so when it runs. */
const unwaited: Sequencer = { indexOf: async () => FeedIndex.parse(0) }
const clock = { now: () => new Date() }

/** Opens an account, or brings an existing one to the given home. @returns its id */
export function provisionAccount(
  databaseUrl: string,
  input: {
    handle: string
    displayName: string
    password: string
    operator: boolean
    home: InstanceName | null
  },
): Promise<AccountId> {
  return withStores(databaseUrl, async ({ accounts, instances }) => {
    const home = input.home === null ? null : (await named(instances, input.home)).id
    const known = await accounts.byHandle(input.handle)
    if (known) {
      if (home !== null && known.home !== home) {
        await chooseHome({ accounts, instances, sequencer: unwaited }, known.id, home)
      }
      return known.id
    }
    const deps = { accounts, instances, hasher: passwordHasher, sequencer: unwaited, clock, ids: randomIds }
    return (await createAccount(deps, { ...input, email: null, home })).account.id
  })
}

/** Makes an access token. @returns its text, which is kept nowhere */
export function provisionToken(
  databaseUrl: string,
  input: { handle: string; instance: InstanceName; scopes: TokenScope[]; label: string; days: number | null },
): Promise<string> {
  return withStores(databaseUrl, async ({ accounts, instances, tokens }) => {
    const account = await accounts.byHandle(input.handle)
    if (!account) throw new DomainError('account-not-found', `nobody is called ${input.handle}`)
    const { label, scopes, days } = input
    const instance = (await named(instances, input.instance)).id
    const deps = { accounts, instances, tokens, clock, mint: mintToken }
    return (await issueToken(deps, account.id, { instance, label, scopes, days })).text
  })
}

/** Decides an instance's level in the name of an operator; nothing happens when it has it. */
export function provisionLevel(
  databaseUrl: string,
  input: { operatorHandle: string; instance: InstanceName; level: InstanceLevel; reason: string },
): Promise<void> {
  return withStores(databaseUrl, async ({ accounts, instances }) => {
    const operator = await accounts.byHandle(input.operatorHandle)
    if (!operator) throw new DomainError('account-not-found', `nobody is called ${input.operatorHandle}`)
    const instance = await named(instances, input.instance)
    if (instance.level === input.level && !instance.suspended) return
    const { level, reason } = input
    await decideLevel({ accounts, instances, sequencer: unwaited, clock }, operator.id, {
      ...{ instance: instance.id, level, reason },
      suspended: false,
    })
  })
}

interface ProvisionStores {
  accounts: ReturnType<typeof createAccountStore>
  instances: ReturnType<typeof createInstanceStore>
  tokens: ReturnType<typeof createTokenStore>
}

async function withStores<T>(databaseUrl: string, work: (stores: ProvisionStores) => Promise<T>): Promise<T> {
  await using connection: RegistryConnection = connectRegistry(databaseUrl)
  const { db } = connection
  return await work({
    accounts: createAccountStore(db),
    instances: createInstanceStore(db),
    tokens: createTokenStore(db),
  })
}

async function named(instances: ProvisionStores['instances'], name: string): Promise<Instance> {
  const instance = await instances.byName(name)
  if (!instance) throw new DomainError('instance-not-found', `no instance ${name}`)
  return instance
}
