import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { mountCommentRoutes } from './comment-routes.ts'
import { mountContentRoutes } from './content-routes.ts'
import { mountDesignRoutes } from './design-routes.ts'
import { mountHistoryRoutes } from './history-routes.ts'
import { mountInstanceRoutes } from './instance-routes.ts'
import { mountLineageRoutes } from './lineage-routes.ts'
import { mountPersonRoutes } from './person-routes.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { createTileStills } from './tile-stills.ts'

export type { ReadRoutesDeps }

/** All GET routes of the instance API. They are answered from the replica and the repositories here. */
export function mountReadRoutes(api: Api<ApiActor>, deps: ReadRoutesDeps): void {
  const lists = { ...deps, stills: createTileStills(deps) }
  mountInstanceRoutes(api, deps)
  mountDesignRoutes(api, lists)
  mountContentRoutes(api, deps)
  mountHistoryRoutes(api, deps)
  mountLineageRoutes(api, deps)
  mountCommentRoutes(api, deps)
  mountPersonRoutes(api, lists)
}
