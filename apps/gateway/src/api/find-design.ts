import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import { DomainError } from '@truss/domain/errors'
import type { Stores } from '../deps.ts'

/** What a name in an address may be made of; anything else is not asked of the database, which refuses NUL. */
const POSSIBLE_NAME = /^[a-z0-9._-]{1,100}$/

/** @throws {DomainError} `design-not-found`, for an impossible name too */
export async function findDesign(
  { catalog }: Pick<Stores, 'catalog'>,
  { owner, slug }: { owner: string; slug: string },
): Promise<CatalogEntry> {
  const possible = POSSIBLE_NAME.test(owner) && POSSIBLE_NAME.test(slug)
  const entry = possible ? await catalog.byName(owner, slug) : undefined
  if (!entry) throw new DomainError('design-not-found', 'there is no design of this name')
  return entry
}
