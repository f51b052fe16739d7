import { getLineage } from '@truss/contracts/instance-routes'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { findDesign } from './find-design.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { walkLineage } from './walk-lineage.ts'

export function mountLineageRoutes(api: Api<ApiActor>, { stores }: Pick<ReadRoutesDeps, 'stores'>): void {
  api.mount(getLineage, async ({ params }) => {
    const { design } = await findDesign(stores, params)
    const { distances, edges, truncated } = await walkLineage(stores.catalog, design.id)
    const [entries, instances] = await Promise.all([
      stores.catalog.byIds([...distances.keys()]),
      stores.catalog.instances(),
    ])
    const hosts = new Map(instances.map(({ id, name }) => [id, name]))
    const nodes = entries.map(({ design: { id, ownerHandle, slug, details, host } }) => ({
      id,
      owner: ownerHandle,
      slug,
      title: details.title,
      licence: details.licence,
      hostName: hosts.get(host) ?? 'unknown',
      distance: distances.get(id) ?? 0,
    }))
    const known = new Set(nodes.map(({ id }) => id))
    return {
      root: design.id,
      nodes: nodes.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1)),
      edges: edges.filter(({ parent, child }) => known.has(parent) && known.has(child)),
      truncated,
    }
  })
}
