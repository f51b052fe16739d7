import type { CatalogDesign } from '@truss/contracts/designs'
import type { Copy } from '@truss/db/instance/copy-store'
import { DomainError } from '@truss/domain/errors'
import type { Repositories, Self, Stores } from '../deps.ts'
import { hasReadableFiles } from './copy-status.ts'
import { findDesign } from './find-design.ts'

export interface OpenCopyDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly repositories: Repositories
}

/** A design whose files lie here. */
export interface OpenCopy {
  readonly design: CatalogDesign
  readonly copy: Copy
  /** The bare repository. */
  readonly gitDir: string
}

/** @throws {DomainError} `design-not-found`; `copy-not-here`, whose message names the host */
export async function openCopy(
  deps: OpenCopyDeps,
  address: { owner: string; slug: string },
): Promise<OpenCopy> {
  const { design } = await findDesign(deps.stores, address)
  const opened = await openCopyOf(deps, design)
  if (opened) return opened
  const host = await deps.stores.catalog.instance(design.host)
  const where = host && host.id !== deps.self.id ? `${host.name} (${host.baseUrl})` : 'their host'
  throw new DomainError('copy-not-here', `the files of this design are not here but at ${where}`)
}

/** @returns undefined when there is nothing to show here */
export async function openCopyOf(
  { self, stores, repositories }: OpenCopyDeps,
  design: CatalogDesign,
): Promise<OpenCopy | undefined> {
  const copy = await stores.copies.get(design.id)
  if (!copy || !hasReadableFiles(design, copy, self.id)) return undefined
  return { design, copy, gitDir: repositories.path(design.id) }
}
