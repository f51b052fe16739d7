import { getPerson } from '@truss/contracts/instance-routes'
import { DomainError } from '@truss/domain/errors'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { listTiles } from './list-tiles.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import type { TileStills } from './tile-stills.ts'

const POSSIBLE_HANDLE = /^[a-z0-9-]{1,39}$/

export function mountPersonRoutes(api: Api<ApiActor>, deps: ReadRoutesDeps & { stills: TileStills }): void {
  const { catalog, search } = deps.stores

  api.mount(getPerson, async ({ params: { handle } }) => {
    const account = POSSIBLE_HANDLE.test(handle) ? await catalog.accountByHandle(handle) : undefined
    if (!account) throw new DomainError('account-not-found', 'there is nobody of this name')
    const [home, owned, likedIds] = await Promise.all([
      account.home ? catalog.instance(account.home) : undefined,
      search.ownedBy(handle),
      catalog.likedBy(account.id),
    ])
    const found = new Map((await catalog.byIds(likedIds)).map((entry) => [entry.design.id, entry]))
    // Liked last comes first, as the ids say.
    const liked = likedIds.flatMap((id) => found.get(id) ?? [])
    return {
      account,
      homeName: home?.name ?? null,
      homeUrl: home?.baseUrl ?? null,
      designs: await listTiles(deps, owned),
      likes: await listTiles(deps, liked),
    }
  })
}
