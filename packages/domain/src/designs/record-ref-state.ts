import type { FeedIndex, InstanceId, Sha256 } from '@truss/contracts/ids'
import type { CompactJws, RefStatePayload } from '@truss/contracts/records'
import { DomainError } from '../errors.ts'
import type { DesignStore, InstanceStore, Sequencer } from '../ports.ts'
import { mayWrite } from '../trust/may-write.ts'

/**
 * Takes the next state of a design's chain from its host: compare-and-swap on (epoch, seq). The same record
 * twice is answered like the first time, since a host whose outbox lost the answer sends again.
 *
 * @throws {DomainError} `design-not-found`, `not-the-host`, `not-trusted`, `stale-state` (a gap or an older
 *   place), `conflicting-state` (another record is there)
 */
export async function recordRefState(
  { designs, instances, sequencer }: { designs: DesignStore; instances: InstanceStore; sequencer: Sequencer },
  actor: InstanceId,
  state: { payload: RefStatePayload; record: CompactJws; sha256: Sha256 },
): Promise<FeedIndex> {
  const { payload, record } = state
  const row = await designs.byId(payload.design)
  if (!row) throw new DomainError('design-not-found', 'no such design')
  const { design } = row
  if (design.host !== actor || payload.host !== actor || payload.epoch !== design.epoch) {
    throw new DomainError('not-the-host', 'this instance is not the host in that epoch', {
      actor,
      epoch: payload.epoch,
    })
  }
  const seq = design.head?.epoch === payload.epoch ? design.head.seq : 0
  if (payload.seq <= seq) {
    const accepted = await designs.recordAt(design.id, payload.epoch, payload.seq)
    if (accepted?.record === record && accepted.index !== null) return accepted.index
    throw new DomainError('conflicting-state', `another state ${payload.epoch}.${payload.seq} is recorded`)
  }
  const host = await instances.byId(actor)
  if (!host || !mayWrite(host)) throw new DomainError('not-trusted', 'this instance may not write')
  if (payload.seq !== seq + 1 || payload.prev !== row.lastRecord) {
    throw new DomainError('stale-state', `expected state ${payload.epoch}.${seq + 1} after ${row.lastRecord}`)
  }
  const next = {
    ...design,
    head: {
      epoch: payload.epoch,
      seq: payload.seq,
      digest: payload.refs.digest,
      record: state.sha256,
      at: payload.at,
    },
  }
  const ticket = await designs.moveHead(next, { epoch: design.epoch, seq }, record, [
    { kind: 'ref-state', design: design.id, record },
  ])
  if (ticket === undefined) throw new DomainError('stale-state', 'the head moved meanwhile, read it again')
  return sequencer.indexOf(ticket)
}
