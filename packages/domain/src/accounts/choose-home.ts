import type { AccountId, FeedIndex, InstanceId } from '@truss/contracts/ids'
import { DomainError } from '../errors.ts'
import type { AccountStore, InstanceStore, Sequencer } from '../ports.ts'

/**
 * Where a person's next designs land. Designs that exist stay where they are.
 *
 * @throws {DomainError} `account-not-found`, `instance-not-found`, `not-trusted`
 */
export async function chooseHome(
  {
    accounts,
    instances,
    sequencer,
  }: { accounts: AccountStore; instances: InstanceStore; sequencer: Sequencer },
  actor: AccountId,
  home: InstanceId,
): Promise<FeedIndex> {
  const account = await accounts.byId(actor)
  if (!account) throw new DomainError('account-not-found', 'no such account')
  const instance = await instances.byId(home)
  if (!instance) throw new DomainError('instance-not-found', 'no such instance')
  if (instance.level !== 'trusted' || instance.suspended) {
    throw new DomainError('not-trusted', `${instance.name} is read-only and cannot be a home`)
  }
  return sequencer.indexOf(await accounts.update({ ...account, home }))
}
