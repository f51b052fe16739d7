import { DesignId } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import type { TileStills } from '../api/tile-stills.ts'
import type { FilesDeps } from './files-deps.ts'

const NO_COVER = 'there is no picture of this design here'
/** The address stays while the design changes. */
const CACHE = 'public, max-age=60, stale-while-revalidate=600'

type ServeStill = (
  request: Request,
  named: { design: string; blob: string; name: string },
) => Promise<Response>

/**
 * Serves `/-/covers/<design>/<480|1200>-<light|dark>.webp`: the still that stands for a design now. Lists of other
 * instances show it, which do not know the blob because they hold no copy.
 */
export function createCoverServer(
  deps: Pick<FilesDeps, 'stores'> & { stills: TileStills },
  serveStill: ServeStill,
): (request: Request, named: { design: string; name: string }) => Promise<Response> {
  return async (request, named) => {
    const id = DesignId.safeParse(named.design)
    const entry = id.success ? await deps.stores.catalog.byId(id.data) : undefined
    if (!entry) throw new DomainError('not-found', NO_COVER)
    const { design } = entry
    const copy = await deps.stores.copies.get(design.id)
    const blob = (await deps.stills.many([{ design, copy }])).get(design.id)
    if (blob === undefined) throw new DomainError('not-found', NO_COVER)
    const answer = await serveStill(request, { design: design.id, blob, name: named.name })
    const headers = new Headers(answer.headers)
    if (answer.ok) headers.set('cache-control', CACHE)
    headers.set('cross-origin-resource-policy', 'cross-origin')
    return new Response(answer.body, { status: answer.status, headers })
  }
}
