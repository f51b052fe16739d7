import { type Account, Password } from '@truss/contracts/accounts'
import type { FeedIndex, InstanceId } from '@truss/contracts/ids'
import { Handle } from '@truss/contracts/names'
import { DomainError } from '../errors.ts'
import type { AccountStore, Clock, Ids, InstanceStore, PasswordHasher, Sequencer } from '../ports.ts'
import { homeFor } from './home-for.ts'

export interface CreateAccountDeps {
  accounts: AccountStore
  instances: InstanceStore
  hasher: PasswordHasher
  sequencer: Sequencer
  clock: Clock
  ids: Ids
}

/**
 * Opens an account. The home instance is the wished one where that is trusted, else any trusted one, else
 * none yet.
 *
 * @throws {DomainError} `invalid-request` for a handle or password that breaks the rules, `handle-taken`
 */
export async function createAccount(
  { accounts, instances, hasher, sequencer, clock, ids }: CreateAccountDeps,
  input: {
    handle: string
    displayName: string
    password: string
    email: string | null
    home: InstanceId | null
    operator: boolean
  },
): Promise<{ account: Account; index: FeedIndex }> {
  const handle = Handle.safeParse(input.handle)
  if (!handle.success)
    throw new DomainError('invalid-request', `the name cannot be used: ${firstIssue(handle.error)}`)
  const password = Password.safeParse(input.password)
  if (!password.success)
    throw new DomainError('invalid-request', `the password cannot be used: ${firstIssue(password.error)}`)
  const account: Account = {
    id: ids.account(),
    handle: handle.data,
    displayName: input.displayName.trim() || handle.data,
    home: homeFor(input.home, await instances.all()),
    operator: input.operator,
    createdAt: clock.now().toISOString(),
  }
  const passwordHash = await hasher.hash(password.data)
  const ticket = await accounts.add(account, { passwordHash, email: input.email })
  if (ticket === undefined)
    throw new DomainError('handle-taken', `the name ${handle.data} is taken, choose another`)
  return { account, index: await sequencer.indexOf(ticket) }
}

function firstIssue(error: { issues: readonly { message: string }[] }): string {
  return error.issues[0]?.message ?? 'it breaks the rules'
}
