import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Self, Stores } from '../deps.ts'

/** An instance that has the state we want, or should have it. */
export interface Source {
  readonly name: string
  readonly baseUrl: string
  /** The host's word is the design's; another holder can at most show what the host signed. */
  readonly host: boolean
}

/**
 * Where to fetch from, in order: the host, then those that announced a verified copy of the newest state, newest
 * first. Only members of the signed instance table.
 */
export async function chooseSources(
  { self, stores }: { self: Self; stores: Pick<Stores, 'catalog'> },
  { design }: CatalogEntry,
): Promise<Source[]> {
  const { catalog } = stores
  const { head } = design
  const host = await catalog.instance(design.host)
  const sources: Source[] = host ? [{ name: host.name, baseUrl: host.baseUrl, host: true }] : []
  const holders = (await catalog.holders(design.id))
    .filter((row) => row.epoch === head?.epoch && row.seq === head.seq && row.digest === head.digest)
    .sort((a, b) => b.at.getTime() - a.at.getTime())
  for (const { instance } of holders) {
    if (instance === self.id || instance === design.host) continue
    const member = await catalog.instance(instance)
    if (member && !member.suspended && member.level !== 'applied') {
      sources.push({ name: member.name, baseUrl: member.baseUrl, host: false })
    }
  }
  return sources
}
