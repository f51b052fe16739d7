import { getDesign, searchDesigns } from '@truss/contracts/instance-routes'
import type { DesignSearch } from '@truss/contracts/views'
import { PAGE_SIZE } from '@truss/db/instance/search-store'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import { countCommits } from '@truss/git/log'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { findDesign } from './find-design.ts'
import { listHolders } from './list-holders.ts'
import { listTiles } from './list-tiles.ts'
import { openCopyOf } from './open-copy.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { resolveRevision } from './resolve-revision.ts'
import type { TileStills } from './tile-stills.ts'

export function mountDesignRoutes(api: Api<ApiActor>, deps: ReadRoutesDeps & { stills: TileStills }): void {
  const { self, stores } = deps
  const { catalog, search } = stores

  api.mount(searchDesigns, async ({ query }) => {
    const { entries, total, facets } = await search.search(withoutNul(query))
    return {
      items: await listTiles(deps, entries),
      total,
      page: query.page ?? 1,
      pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
      facets,
    }
  })

  api.mount(getDesign, async ({ params }, actor) => {
    const entry = await findDesign(stores, params)
    const { design } = entry
    const [[tile], owner, instances, holders, liked, parents, opened] = await Promise.all([
      listTiles(deps, [entry]),
      catalog.account(design.owner),
      catalog.instances(),
      catalog.holders(design.id),
      actor ? catalog.liked(design.id, actor.account) : false,
      catalog.parentsOf(design.id),
      openCopyOf(deps, design),
    ])
    const host = instances.find(({ id }) => id === design.host)
    // The feed may name a design before its owner or host; then there is no whole page to show yet.
    if (!tile || !owner || !host) throw new DomainError('design-not-found', 'there is no design of this name')
    return {
      ...tile,
      owner,
      hostUrl: host.baseUrl,
      holders: listHolders(design, holders, instances),
      liked,
      mayEdit: actor?.account === design.owner && host.id === self.id && mayWrite(host),
      commits: opened ? await countOfDefaultBranch(opened.gitDir) : null,
      parents: parents.length,
    }
  })
}

async function countOfDefaultBranch(gitDir: string): Promise<number> {
  const revision = await resolveRevision(gitDir, undefined)
  return revision ? countCommits(gitDir, { revision: revision.ref ?? revision.commit }) : 0
}

/** PostgreSQL refuses NUL in text, and no name or title has one. */
function withoutNul(query: DesignSearch): DesignSearch {
  const clean = (value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll('\0', '') : Array.isArray(value) ? value.map(clean) : value
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, clean(value)]),
  ) as DesignSearch
}
