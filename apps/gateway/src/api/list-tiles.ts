import type { DesignTile } from '@truss/contracts/views'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Self, Stores } from '../deps.ts'
import { designTile } from './design-tile.ts'
import type { TileStills } from './tile-stills.ts'

export interface ListTilesDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies' | 'search'>
  readonly stills: TileStills
}

/** Tiles of these designs, in their order, with a fixed number of queries however many they are. */
export async function listTiles(
  { self, stores, stills }: ListTilesDeps,
  entries: readonly CatalogEntry[],
): Promise<DesignTile[]> {
  if (entries.length === 0) return []
  const ids = entries.map(({ design }) => design.id)
  const [instances, counts, copies] = await Promise.all([
    stores.catalog.instances(),
    stores.search.counts(ids),
    stores.copies.many(ids),
  ])
  const hosts = new Map(instances.map((instance) => [instance.id as string, instance]))
  const shown = await stills.many(entries.map(({ design }) => ({ design, copy: copies.get(design.id) })))
  return entries.map((entry) => {
    const { id } = entry.design
    const still = shown.get(id) ?? null
    return designTile(entry, { self, hosts, counts: counts.get(id), copy: copies.get(id), still })
  })
}
