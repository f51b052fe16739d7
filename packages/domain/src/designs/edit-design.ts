import type { DesignDetails } from '@truss/contracts/designs'
import type { AccountId, DesignId, FeedIndex } from '@truss/contracts/ids'
import { DomainError } from '../errors.ts'
import type { DesignStore, Sequencer } from '../ports.ts'

/** @throws {DomainError} `design-not-found`, `forbidden` */
export async function editDesign(
  { designs, sequencer }: { designs: DesignStore; sequencer: Sequencer },
  actor: AccountId,
  id: DesignId,
  details: DesignDetails,
): Promise<FeedIndex> {
  const row = await designs.byId(id)
  if (!row) throw new DomainError('design-not-found', 'no such design')
  if (row.design.owner !== actor)
    throw new DomainError('forbidden', 'only the owner edits a design', { id, actor })
  const design = { ...row.design, details }
  return sequencer.indexOf(await designs.update(design, [{ kind: 'profile', design }]))
}
