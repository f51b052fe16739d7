import type { CatalogDesign } from '@truss/contracts/designs'
import type { Instance } from '@truss/contracts/instances'
import type { Holder } from '@truss/contracts/views'
import type { HolderRow } from '@truss/db/instance/catalog-store'

/** Who has the files of a design: the host first, then the mirrors that announced a verified copy, current ones first. */
export function listHolders(
  design: CatalogDesign,
  rows: readonly HolderRow[],
  instances: readonly Instance[],
): Holder[] {
  const { head } = design
  const known = new Map(instances.map((instance) => [instance.id, instance]))
  const host = known.get(design.host)
  const mirrors = rows.flatMap(({ instance: id, epoch, seq, digest, at }) => {
    const instance = known.get(id)
    if (!instance || instance.suspended || id === design.host) return []
    const current = head !== null && epoch === head.epoch && seq === head.seq && digest === head.digest
    return [{ ...nameOf(instance), host: false, seq, current, at: at.toISOString() }]
  })
  mirrors.sort((a, b) => Number(b.current) - Number(a.current) || b.seq - a.seq || (a.name < b.name ? -1 : 1))
  if (!host) return mirrors
  return [
    { ...nameOf(host), host: true, seq: head?.seq ?? 0, current: true, at: head?.at ?? null },
    ...mirrors,
  ]
}

function nameOf({ id, name, baseUrl }: Instance) {
  return { instance: id, name, baseUrl }
}
