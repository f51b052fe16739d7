import type { FeedIndex } from '@truss/contracts/ids'
import type { Instance, InstanceLevel } from '@truss/contracts/instances'
import { DomainError } from '../errors.ts'
import type { Clock, InstanceStore, Sequencer } from '../ports.ts'

/**
 * Takes a newcomer up, or an instance that comes back with new keys or another address. The caller has
 * checked that the keys are certified by the root key and that the address answers for this instance.
 * Coming back never changes the level.
 *
 * @throws {DomainError} `name-taken` when the name or the address belongs to another instance
 */
export async function joinInstance(
  { instances, sequencer, clock }: { instances: InstanceStore; sequencer: Sequencer; clock: Clock },
  policy: { joinLevel: InstanceLevel },
  newcomer: Omit<Instance, 'level' | 'suspended' | 'joinedAt'>,
): Promise<{ instance: Instance; index: FeedIndex }> {
  const known = await instances.byId(newcomer.id)
  const instance: Instance = {
    ...newcomer,
    level: known?.level ?? policy.joinLevel,
    suspended: known?.suspended ?? false,
    joinedAt: known?.joinedAt ?? clock.now().toISOString(),
  }
  const ticket = await instances.put(instance, [{ kind: 'instance', instance }])
  if (ticket === undefined) {
    throw new DomainError(
      'name-taken',
      `the name ${newcomer.name} or the address ${newcomer.baseUrl} belongs to another instance`,
    )
  }
  return { instance, index: await sequencer.indexOf(ticket) }
}
