import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { INTERNAL_API } from '@truss/contracts/instance-internal-routes'
import { INSTANCE_API } from '@truss/contracts/instance-routes'
import { type Api, createApi } from '@truss/http/api'
import { nodeListener } from '@truss/http/serve'
import { type AccessDeps, mountAccessRoutes } from './access/mount-access-routes.ts'
import type { ApiActor } from './api/actor.ts'
import { type AuthenticateDeps, createAuthenticators } from './api/authenticate.ts'
import { mountSessionRoutes } from './api/internal-routes.ts'
import { mountReadRoutes, type ReadRoutesDeps } from './api/read-routes.ts'
import { mountSocialRoutes, type SocialRoutesDeps } from './api/social-routes.ts'
import type { CreateHereDeps } from './designs/create-here.ts'
import { mountDesignRoutes } from './designs/mount-design-routes.ts'
import type { ParentDeps } from './designs/parent-copy.ts'
import { createFileMatcher, type FilesDeps } from './files/match-file.ts'
import { proxyToWeb } from './files/proxy-to-web.ts'
import { refuse } from './git/git-answer.ts'
import { matchGit } from './git/git-route.ts'
import { type GitDeps, handleGit } from './git/handle-git.ts'
import { answerPreflight } from './git/preflight.ts'

export interface GatewayDeps
  extends ReadRoutesDeps,
    SocialRoutesDeps,
    AccessDeps,
    Omit<AuthenticateDeps, 'listener'>,
    GitDeps,
    FilesDeps,
    CreateHereDeps,
    ParentDeps {
  readonly stores: GitDeps['stores'] &
    ReadRoutesDeps['stores'] &
    AuthenticateDeps['stores'] &
    CreateHereDeps['stores'] &
    FilesDeps['stores']
  /** Where Next listens. */
  readonly webUrl: string
}

/** The front door of an instance as two listeners: the public one, and one for this machine's own processes. */
export function createGateway(deps: GatewayDeps): { public: RequestListener; internal: RequestListener } {
  const publicApi = instanceApi(deps, 'public')
  const internalApi = instanceApi(deps, 'internal')
  const sessions = createApi<ApiActor>({
    base: INTERNAL_API,
    authenticate: createAuthenticators({ ...deps, listener: 'internal' }),
    log: deps.log,
  })
  mountSessionRoutes(sessions, deps)
  mountAccessRoutes(sessions, deps)

  const matchFile = createFileMatcher(deps)
  const toPublicApi = nodeListener((request) => publicApi.app.fetch(request))
  const toInternalApi = nodeListener((request) => internalApi.app.fetch(request))
  const toSessions = nodeListener((request) => sessions.app.fetch(request))

  return {
    public: guarded(deps, (req, res) => {
      const url = targetOf(req)
      if (!url) return refuse(res, 400, 'the address cannot be read')
      if (url.pathname.startsWith(`${INSTANCE_API}/`)) return toPublicApi(req, res)
      if (answerPreflight(req, res, url)) return
      const git = matchGit(req.method ?? 'GET', url)
      if (git?.kind === 'refused') return refuse(res, git.status, git.message)
      if (git) return handleGit(deps, git.route, req, res)
      const file = matchFile(req.method ?? 'GET', url)
      if (file) return file(req, res)
      if (url.pathname.startsWith('/-/')) return refuse(res, 404, 'nothing here')
      return proxyToWeb(req, res, deps.webUrl, {
        proto: deps.self.baseUrl.startsWith('https:') ? 'https' : 'http',
        onDown: (error) => deps.log.warn({ err: error }, 'the pages do not answer'),
      })
    }),
    internal: guarded(deps, (req, res) => {
      const path = targetOf(req)?.pathname ?? ''
      if (path.startsWith(`${INSTANCE_API}/`)) return toInternalApi(req, res)
      if (path.startsWith(`${INTERNAL_API}/`)) return toSessions(req, res)
      return refuse(res, 404, 'nothing here')
    }),
  }
}

function instanceApi(deps: GatewayDeps, listener: 'public' | 'internal'): Api<ApiActor> {
  const api = createApi<ApiActor>({
    base: INSTANCE_API,
    authenticate: createAuthenticators({ ...deps, listener }),
    log: deps.log,
  })
  mountReadRoutes(api, deps)
  mountSocialRoutes(api, deps)
  mountDesignRoutes(api, deps)
  return api
}

/** An unforeseen fault ends one answer, never the process, and tells nothing of itself. */
function guarded(
  { log }: Pick<GatewayDeps, 'log'>,
  handle: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>,
): RequestListener {
  return (req, res) => {
    // A client that leaves is no fault.
    req.on('error', () => {})
    res.on('error', () => {})
    Promise.try(handle, req, res).catch((error: unknown) => {
      log.error({ err: error, method: req.method }, 'request failed')
      refuse(res, 500, 'something broke on our side')
    })
  }
}

function targetOf(req: IncomingMessage): URL | undefined {
  const target = req.url ?? '/'
  // Absolute targets are for proxies; `//host` would be read as one.
  if (!target.startsWith('/') || target.startsWith('//')) return undefined
  return URL.parse(target, 'http://gateway.invalid') ?? undefined
}
