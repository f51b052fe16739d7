import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerProblem } from '@truss/http/api'
import { nodeListener } from '@truss/http/serve'
import { createTileStills } from '../api/tile-stills.ts'
import { createCoverServer } from './covers.ts'
import type { FilesDeps } from './files-deps.ts'
import { serveRaw } from './raw.ts'
import { createStillServer } from './stills.ts'
import { WELL_KNOWN_PATH, wellKnown } from './well-known.ts'
import { createZipServer } from './zip.ts'

export type { FilesDeps }

type Serve = (request: Request) => Response | Promise<Response>
type NodeHandler = (req: IncomingMessage, res: ServerResponse) => void

const STILL = /^\/-\/stills\/([^/]+)\/([^/]+)\/([^/]+)$/
const COVER = /^\/-\/covers\/([^/]+)\/([^/]+)$/
const ZIP = /^\/([^/]+)\/([^/]+)\/zip$/
const RAW = /^\/([^/]+)\/([^/]+)\/raw\/./

/**
 * Finds who serves an address, if it is one of a file, an archive, a still, a cover or `/.well-known/truss`. Made once for
 * a gateway: it counts what is under way.
 */
export function createFileMatcher(deps: FilesDeps): (method: string, url: URL) => NodeHandler | undefined {
  const serveZip = createZipServer(deps)
  const serveStill = createStillServer(deps)
  const serveCover = createCoverServer({ ...deps, stills: createTileStills(deps) }, serveStill)

  function find({ pathname }: URL): [route: string, serve: Serve] | undefined {
    if (pathname === WELL_KNOWN_PATH) return [WELL_KNOWN_PATH, () => wellKnown(deps.self)]
    const still = STILL.exec(pathname)
    if (still) {
      const [, design = '', blob = '', name = ''] = still
      return ['still', (request) => serveStill(request, { design, blob, name })]
    }
    const cover = COVER.exec(pathname)
    if (cover) {
      const [, design = '', name = ''] = cover
      return ['cover', (request) => serveCover(request, { design, name })]
    }
    const zip = ZIP.exec(pathname)
    if (zip) return ['zip', (request) => serveZip(request, addressOf(zip))]
    const raw = RAW.exec(pathname)
    return raw ? ['raw', (request) => serveRaw(deps, request, addressOf(raw))] : undefined
  }

  return (method, url) => {
    const found = method === 'GET' || method === 'HEAD' ? find(url) : undefined
    if (!found) return undefined
    const [route, serve] = found
    return nodeListener(async (request) => {
      try {
        return await serve(request)
      } catch (error) {
        return answerProblem(error, { requestId: randomUUID(), route: `${method} ${route}` }, deps.log)
      }
    })
  }
}

function addressOf([, owner = '', slug = '']: RegExpExecArray): { owner: string; slug: string } {
  return { owner, slug }
}
