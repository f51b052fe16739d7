import type { AccountId, FeedIndex, InstanceId } from '@truss/contracts/ids'
import { type InstanceLevel, TrustDecision } from '@truss/contracts/instances'
import { DomainError } from '../errors.ts'
import type { AccountStore, Clock, InstanceStore, Sequencer } from '../ports.ts'

/**
 * An operator grants or withdraws rights of an instance. The reason is public: the feed is the audit log.
 *
 * @throws {DomainError} `forbidden` for anybody else, `instance-not-found`, `invalid-request` without a reason
 *   or when nothing would change
 */
export async function decideLevel(
  deps: { accounts: AccountStore; instances: InstanceStore; sequencer: Sequencer; clock: Clock },
  actor: AccountId,
  input: { instance: InstanceId; level: InstanceLevel; suspended: boolean; reason: string },
): Promise<{ decision: TrustDecision; index: FeedIndex }> {
  const operator = await deps.accounts.byId(actor)
  if (!operator?.operator)
    throw new DomainError('forbidden', 'only operators of the registry decide about instances')
  const instance = await deps.instances.byId(input.instance)
  if (!instance) throw new DomainError('instance-not-found', 'no such instance')
  if (instance.level === input.level && instance.suspended === input.suspended) {
    throw new DomainError('invalid-request', `${instance.name} has this level already`)
  }
  const parsed = TrustDecision.safeParse({
    instance: instance.id,
    from: instance.level,
    to: input.level,
    suspended: input.suspended,
    reason: input.reason.trim(),
    operator: operator.handle,
    at: deps.clock.now().toISOString(),
  })
  if (!parsed.success) throw new DomainError('invalid-request', parsed.error.issues[0]?.message ?? 'say why')
  const changed = { ...instance, level: input.level, suspended: input.suspended }
  const ticket = await deps.instances.put(changed, [
    { kind: 'trust', decision: parsed.data },
    { kind: 'instance', instance: changed },
  ])
  if (ticket === undefined) throw new DomainError('name-taken', 'the instance changed meanwhile, try again')
  return { decision: parsed.data, index: await deps.sequencer.indexOf(ticket) }
}
