import { GenesisPayload, RECORD_TYPES } from '@truss/contracts/records'
import { decodeRecord } from '@truss/federation/record'
import type { Logger } from '@truss/http/log'
import type { Self, Stores } from '../deps.ts'
import type { RefWriter } from '../push/ref-writer.ts'
import { type CreateHereDeps, openRepository } from './create-here.ts'

/**
 * At start: makes what a crash left undone. Designs that the registry assigned to this instance and that have no
 * repository yet get an empty one; pushes that stopped between record and refs are finished or taken back.
 */
export async function adoptAssigned(
  deps: Pick<CreateHereDeps, 'clock' | 'repositories'> & {
    self: Self
    stores: Pick<Stores, 'catalog' | 'copies' | 'search'>
    refWriter: RefWriter
    log: Logger
  },
): Promise<void> {
  for (const { design, genesis } of await deps.stores.catalog.hostedBy(deps.self.id)) {
    try {
      const { objectFormat } = GenesisPayload.parse(decodeRecord(genesis, RECORD_TYPES.genesis).json)
      if (design.epoch === 1) await openRepository(deps, design.id, genesis, objectFormat)
      await deps.refWriter.repair(design.id)
    } catch (error) {
      // One broken repository must not keep the others from being served.
      deps.log.error({ err: error, design: design.id }, 'repository needs care')
    }
  }
}
