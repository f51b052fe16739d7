import { InstanceName } from '@truss/contracts/ids'
import type { Instance } from '@truss/contracts/instances'
import type { DesignTile } from '@truss/contracts/views'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Copy } from '@truss/db/instance/copy-store'
import type { Counts } from '@truss/db/instance/search-store'
import type { Self } from '../deps.ts'
import { copyStatus } from './copy-status.ts'

const NOTHING: Counts = { likes: 0, comments: 0, derivatives: 0 }

/** What a list shows of a design. */
export function designTile(
  { design }: CatalogEntry,
  about: {
    self: Self
    hosts: ReadonlyMap<string, Instance>
    counts: Counts | undefined
    copy: Copy | undefined
    /** Oid of the blob whose still stands for the design. */
    still: string | null
  },
): DesignTile {
  const { self, hosts, counts, copy, still } = about
  return {
    design,
    hostName: hostName(hosts.get(design.host)),
    ...(counts ?? NOTHING),
    copy: copyStatus(design, copy, self.id),
    still:
      still === null ? coverAtHost(design, hosts.get(design.host), self) : `/-/stills/${design.id}/${still}`,
  }
}

/** Without a copy here the host's picture is shown; only from the address that the instance table names. */
function coverAtHost(design: CatalogEntry['design'], host: Instance | undefined, self: Self): string | null {
  if (!host || host.id === self.id || design.head === null) return null
  return `${host.baseUrl}/-/covers/${design.id}`
}

/** An assignment may be applied before the instance it names is known; the tile must not fail for that. */
function hostName(host: Instance | undefined): InstanceName {
  return host?.name ?? InstanceName.parse('unknown')
}
