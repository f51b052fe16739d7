import type { CatalogDesign, DesignDetails, Parent } from '@truss/contracts/designs'
import type { FeedEventBody } from '@truss/contracts/feed'
import type { AccountId, DesignId, FeedIndex, InstanceId } from '@truss/contracts/ids'
import type { Slug } from '@truss/contracts/names'
import type { CompactJws, GenesisPayload } from '@truss/contracts/records'
import { DomainError } from '../errors.ts'
import type { AccountStore, Clock, DesignStore, InstanceStore, Sequencer } from '../ports.ts'
import { mayWrite } from '../trust/may-write.ts'

export interface CreateDesignDeps {
  accounts: AccountStore
  designs: DesignStore
  instances: InstanceStore
  sequencer: Sequencer
  clock: Clock
}

/**
 * Records a new design of a person on their home instance, with its parents. The genesis record was
 * verified by the caller; what it says must fit who asks.
 *
 * @throws {DomainError} `bad-record`, `not-trusted`, `not-the-host`, `name-taken`, `design-not-found` (a parent)
 */
export async function createDesign(
  deps: CreateDesignDeps,
  actor: { account: AccountId; instance: InstanceId },
  input: {
    id: DesignId
    genesis: { payload: GenesisPayload; record: CompactJws; sha256: string }
    slug: Slug
    details: DesignDetails
    parents: Parent[]
  },
): Promise<{ design: CatalogDesign; index: FeedIndex }> {
  const { genesis, parents } = input
  if (genesis.payload.owner !== actor.account || genesis.payload.instance !== actor.instance) {
    throw new DomainError('bad-record', 'the genesis record names another owner or instance', { actor })
  }
  const account = await deps.accounts.byId(actor.account)
  const host = await deps.instances.byId(actor.instance)
  if (!account || !host) throw new DomainError('forbidden', 'the account or the instance is unknown')
  if (!mayWrite(host))
    throw new DomainError('not-trusted', `${host.name} is read-only and cannot host designs`)
  if (account.home !== host.id) {
    throw new DomainError(
      'not-the-host',
      `${host.name} is not the home of ${account.handle}, make the design there`,
    )
  }
  for (const parent of parents) {
    if (!(await deps.designs.byId(parent.design))) {
      throw new DomainError('design-not-found', `no parent design ${parent.design}`)
    }
  }
  const design: CatalogDesign = {
    id: input.id,
    owner: account.id,
    ownerHandle: account.handle,
    slug: input.slug,
    details: input.details,
    createdAt: deps.clock.now().toISOString(),
    host: host.id,
    epoch: 1,
    head: null,
  }
  const events: FeedEventBody[] = [{ kind: 'genesis', design, record: genesis.record }]
  if (parents.length > 0) events.push({ kind: 'lineage', child: design.id, parents })
  const ticket = await deps.designs.add(design, genesis, parents, events)
  if (ticket === undefined) {
    throw new DomainError('name-taken', `you have or had a design named ${input.slug}, choose another name`)
  }
  return { design, index: await deps.sequencer.indexOf(ticket) }
}
