import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import { DomainError } from '@truss/domain/errors'
import { GitError } from '@truss/git/git-error'
import { listRefs, readHead, resolveCommit } from '@truss/git/refs'
import type { Repositories, Stores } from '../deps.ts'
import type { CopiesOnDemand } from '../git/copies-on-demand.ts'

/** A design may be large and its host slow. */
const FETCH_TIMEOUT_MS = 120_000

export interface ParentDeps {
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly repositories: Repositories
  readonly copiesOnDemand: CopiesOnDemand
}

export interface ParentCopy {
  readonly entry: CatalogEntry
  readonly gitDir: string
  /** The commit that is taken. */
  readonly commit: string
  /** Short name of the parent's default branch. */
  readonly branch: string
}

/**
 * A parent's files on this machine, verified: its own repository here, or a copy that is fetched now.
 *
 * @throws {DomainError} `design-not-found`, `unreachable`, `ref-not-found`
 */
export async function parentCopy(
  deps: ParentDeps,
  parent: { owner: string; slug: string; revision?: string | undefined },
): Promise<ParentCopy> {
  const name = `${parent.owner}/${parent.slug}`
  const entry = await deps.stores.catalog.byName(parent.owner, parent.slug)
  if (!entry) throw new DomainError('design-not-found', `no design ${name}`)
  const { id, head } = entry.design
  const copy = await deps.stores.copies.get(id)
  if (!copy?.host && (copy?.epoch !== head?.epoch || copy?.seq !== head?.seq)) {
    const outcome = await deps.copiesOnDemand.refresh(id, FETCH_TIMEOUT_MS)
    // An older verified copy will do when its host is gone.
    const older = await deps.stores.copies.get(id)
    // A row without a state says that the first fetch was refused: there are no files.
    if (outcome !== 'ok' && !(older && older.seq > 0)) {
      throw new DomainError(
        'unreachable',
        `the files of ${name} cannot be fetched from their host now, try later`,
      )
    }
  }
  const gitDir = deps.repositories.path(id)
  const branch = ((await readHead(gitDir)) ?? 'refs/heads/main').replace(/^refs\/heads\//, '')
  try {
    const { oid } = await resolveCommit(gitDir, parent.revision ?? branch)
    return { entry, gitDir, commit: oid, branch }
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    const empty = (await listRefs(gitDir)).length === 0
    throw new DomainError(
      'ref-not-found',
      empty ? `${name} has no files yet` : `${name} has no ${parent.revision ?? branch}`,
    )
  }
}
