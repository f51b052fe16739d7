import type { DesignId, FeedIndex, InstanceId, Sha256 } from '@truss/contracts/ids'
import { DomainError } from '../errors.ts'
import type { Clock, DesignStore, Sequencer } from '../ports.ts'

/**
 * An instance says that it holds a verified copy. It may lag, but cannot claim what the host never signed.
 *
 * @throws {DomainError} `design-not-found`, `conflicting-state`
 */
export async function recordMirror(
  { designs, sequencer, clock }: { designs: DesignStore; sequencer: Sequencer; clock: Clock },
  instance: InstanceId,
  copy: { design: DesignId; epoch: number; seq: number; digest: Sha256 },
): Promise<FeedIndex> {
  const row = await designs.byId(copy.design)
  const head = row?.design.head
  if (!row || !head) throw new DomainError('design-not-found', 'no such design')
  const ahead = copy.epoch > head.epoch || (copy.epoch === head.epoch && copy.seq > head.seq)
  const differs = copy.epoch === head.epoch && copy.seq === head.seq && copy.digest !== head.digest
  if (ahead || differs)
    throw new DomainError('conflicting-state', 'no such state is recorded', { instance, copy })
  return sequencer.indexOf(
    await designs.putMirror({ kind: 'mirror', ...copy, instance, at: clock.now().toISOString() }),
  )
}
