import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { joinRegistry, REGISTRY_API } from '@truss/contracts/registry-routes'
import { DomainError } from '@truss/domain/errors'
import { answerProblem, createApi } from '@truss/http/api'
import type { Logger } from '@truss/http/log'
import { type NodeBindings, nodeListener } from '@truss/http/serve'
import { type AuthenticateDeps, createAuthenticators, signingInstance } from './api/authenticate.ts'
import { clientAddress } from './api/client-address.ts'
import { type DesignsDeps, mountDesigns } from './api/designs.ts'
import { type InstancesDeps, mountInstances } from './api/instances.ts'
import { type JoinDeps, mountJoin } from './api/join.ts'
import type { RegistryActor } from './api/registry-actor.ts'
import { mountSocial, type SocialDeps } from './api/social.ts'
import { mountFeed } from './feed/mount-feed.ts'
import { type StreamDeps, streamFeed } from './feed/stream-feed.ts'
import type { TokenNews } from './feed/token-news.ts'

export interface RegistryDeps
  extends AuthenticateDeps,
    DesignsDeps,
    InstancesDeps,
    JoinDeps,
    SocialDeps,
    StreamDeps {
  readonly sequencer: DesignsDeps['sequencer'] & StreamDeps['sequencer']
  readonly tokenNews: TokenNews
  /** Slows down who joins too often from one address. @throws {DomainError} `too-many-requests` */
  readonly slowDown: (key: string) => void
  /** OpenID provider, below `/oidc`. */
  readonly openId: RequestListener
  /** Account pages and the operator's console. */
  readonly pages: (request: Request, env: NodeBindings) => Response | Promise<Response>
  readonly log: Logger
}

/** The registry as a listener: API below `/v1`, OpenID below `/oidc`, pages elsewhere. */
export function createRegistry(deps: RegistryDeps): RequestListener {
  const api = createApi<RegistryActor>({
    base: REGISTRY_API,
    authenticate: createAuthenticators(deps),
    log: deps.log,
  })
  mountInstances(api, deps)
  mountJoin(api, deps)
  mountDesigns(api, deps)
  mountSocial(api, deps)
  mountFeed(api, deps)
  api.app.get(`${REGISTRY_API}/feed/stream`, (c) => stream(deps, c.req.raw))

  const toApi = nodeListener(async (request, { incoming }) => {
    try {
      // Before any signature is checked or address called back: both cost more than asking does.
      if (request.method === joinRegistry.method && new URL(request.url).pathname === JOIN_PATH) {
        deps.slowDown(clientAddress(incoming))
      }
    } catch (error) {
      return answerProblem(error, { requestId: randomUUID(), route: 'POST /instances' }, deps.log)
    }
    return api.app.fetch(request)
  })
  const toPages = nodeListener(deps.pages)
  return (req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/'
    if (path.startsWith(`${REGISTRY_API}/`)) return toApi(req, res)
    if (path === '/oidc' || path.startsWith('/oidc/')) return deps.openId(req, res)
    return toPages(req, res)
  }
}

const JOIN_PATH = REGISTRY_API + joinRegistry.path
const NO_BODY = new Uint8Array()

/** Anybody may follow the feed; an instance that signs the request hears of its access tokens too. */
async function stream(deps: RegistryDeps, request: Request): Promise<Response> {
  try {
    const after = Number(
      // A browser that reconnects asks for the old address, and says in the header how far it came.
      request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? 0,
    )
    if (!Number.isSafeInteger(after) || after < 0)
      throw new DomainError('invalid-request', 'after is a feed index')
    const signed = request.headers.has('signature')
    const instance = signed ? await signingInstance(deps, { request, body: NO_BODY }) : undefined
    return streamFeed(
      deps,
      after,
      request.signal,
      instance && ((tell) => deps.tokenNews.onChange(instance, tell)),
    )
  } catch (error) {
    return answerProblem(error, { requestId: randomUUID(), route: 'GET /feed/stream' }, deps.log)
  }
}
