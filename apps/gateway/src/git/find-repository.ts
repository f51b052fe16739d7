import type { Account } from '@truss/contracts/accounts'
import { DesignId } from '@truss/contracts/ids'
import type { Instance } from '@truss/contracts/instances'
import { Handle, Slug } from '@truss/contracts/names'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Copy } from '@truss/db/instance/copy-store'
import type { Self, Stores } from '../deps.ts'
import type { GitRoute } from './git-route.ts'

export type Found =
  | {
      readonly kind: 'design'
      readonly entry: CatalogEntry
      readonly copy: Copy | undefined
      /** Undefined when the table does not know the host (yet). */
      readonly host: Instance | undefined
      readonly hostedHere: boolean
    }
  /** The name is unknown here; its owner lives at another instance, which may know it. */
  | { readonly kind: 'ask-home'; readonly owner: Account; readonly home: Instance }
  /** Unknown here, and here is where it would be known: private or absent, and nobody may tell which. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'none' }

/** What a git address means on this instance. */
export async function findRepository(
  deps: { self: Self; stores: Pick<Stores, 'catalog' | 'copies'> },
  target: GitRoute['target'],
): Promise<Found> {
  const { catalog, copies } = deps.stores
  const entry =
    target.kind === 'id'
      ? await catalog.byId(DesignId.parse(target.design))
      : // A name that breaks the rules is looked up nowhere: it cannot exist.
        Handle.safeParse(target.owner).success && Slug.safeParse(target.slug).success
        ? await catalog.byName(target.owner, target.slug)
        : undefined
  if (entry) {
    const { design } = entry
    return {
      kind: 'design',
      entry,
      copy: await copies.get(design.id),
      host: await catalog.instance(design.host),
      hostedHere: design.host === deps.self.id,
    }
  }
  if (target.kind === 'id' || !Handle.safeParse(target.owner).success) return { kind: 'none' }
  const owner = await catalog.accountByHandle(target.owner)
  if (!owner) return { kind: 'none' }
  if (owner.home === null || owner.home === deps.self.id) return { kind: 'hidden' }
  const home = await catalog.instance(owner.home)
  return home ? { kind: 'ask-home', owner, home } : { kind: 'hidden' }
}

/** How a copy stands to the newest state that this instance knows of. */
export function freshness(found: Extract<Found, { kind: 'design' }>): 'current' | 'stale' | 'none' {
  const { copy, entry } = found
  if (!copy || (copy.seq === 0 && !copy.host)) return 'none'
  const { head } = entry.design
  if (copy.host || !head) return 'current'
  return copy.epoch === head.epoch && copy.seq >= head.seq ? 'current' : 'stale'
}
