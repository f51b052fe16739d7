import type { Client } from '@truss/client/client'
import { Sha256 } from '@truss/contracts/ids'
import { putMirror } from '@truss/contracts/registry-routes'
import type { Copy } from '@truss/db/instance/copy-store'
import type { Logger } from '@truss/http/log'
import type { Self, Stores } from '../deps.ts'

/**
 * Tells the registry which state lies here, unless the feed says so already. A copy is as good without it: when
 * the registry does not answer, a later run announces.
 */
export async function announceCopy(
  deps: { self: Self; stores: Pick<Stores, 'catalog'>; registry: Client; log: Logger },
  { design, epoch, seq, digest }: Copy,
): Promise<void> {
  if (digest === null) return
  const told = (await deps.stores.catalog.holders(design)).find((row) => row.instance === deps.self.id)
  if (told?.epoch === epoch && told.seq === seq && told.digest === digest) return
  try {
    const body = { epoch, seq, digest: Sha256.parse(digest) }
    await deps.registry.call(putMirror, { params: { design }, body })
  } catch (error) {
    deps.log.warn({ err: error, design, epoch, seq }, 'copy not announced yet')
  }
}
