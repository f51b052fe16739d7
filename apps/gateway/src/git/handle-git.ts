import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Actor, decide } from '@truss/domain/access/decide'
import { mayWrite } from '@truss/domain/trust/may-write'
import type { Logger } from '@truss/http/log'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import type { HasClock, Repositories, Self, Stores } from '../deps.ts'
import { acceptPush } from '../push/accept-push.ts'
import type { RefWriter } from '../push/ref-writer.ts'
import { authenticateGit } from './authenticate-git.ts'
import type { CopiesOnDemand } from './copies-on-demand.ts'
import { type Found, findRepository, freshness } from './find-repository.ts'
import { challenge, gitHeaders, redirect, refuse } from './git-answer.ts'
import type { GitRoute } from './git-route.ts'
import { proxyFromHost } from './proxy-from-host.ts'
import { decideAfterRefresh, decideRead, isStockGit } from './read-decision.ts'
import { advertiseReceivePack, gone, requestFor, send, serveUploadPack } from './serve-repository.ts'

/** How long a reader waits for a stale copy to be brought up to date. */
const REFRESH_TIMEOUT_MS = 2_000

export interface GitDeps extends HasClock {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies' | 'accessTokens'>
  readonly repositories: Repositories
  readonly refWriter: RefWriter
  readonly copiesOnDemand: CopiesOnDemand
  readonly hostAlive: (baseUrl: string) => Promise<boolean>
  readonly safeFetch: SafeFetch['safeFetch']
  readonly hooksPath: string
  readonly maxPushBytes: number
  readonly log: Logger
}

type Design = Extract<Found, { kind: 'design' }>

/** Answers a git request over HTTP by the rules of PROTOCOL. */
export async function handleGit(
  deps: GitDeps,
  route: GitRoute,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const found = await findRepository(deps, route.target)
  switch (found.kind) {
    case 'none':
      return refuse(res, 404, 'no such design')
    case 'hidden':
      return hidden(deps, req, res)
    case 'ask-home':
      return askHome(found, route, req, res)
    case 'design':
      return route.service === 'upload-pack'
        ? read(deps, route, found, req, res)
        : push(deps, route, found, req, res)
  }
}

/** An unknown, a private and a brand new name answer alike. */
async function hidden(deps: GitDeps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const who = await authenticateGit(deps, req.headers.authorization)
  if (who.kind === 'bad') return challenge(res, who.message)
  if (who.actor.kind === 'nobody')
    return challenge(res, 'no public design of that name: sign in with an access token')
  refuse(res, 404, 'no such design, or none that you may see')
}

function askHome(
  { home }: Extract<Found, { kind: 'ask-home' }>,
  route: GitRoute,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  if (req.headers.authorization !== undefined) {
    refuse(res, 403, `no such design here, and credentials are not passed on: ask ${home.baseUrl}`)
  } else if (route.step === 'request') refuse(res, 404, 'no such design')
  else redirect(res, home.baseUrl + tailOf(req))
}

async function read(
  deps: GitDeps,
  route: GitRoute,
  found: Design,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { design } = found.entry
  const serve = () =>
    serveUploadPack(req, res, { gitDir: deps.repositories.path(design.id), step: route.step })
  const copy = freshness(found)
  if (found.hostedHere || route.target.kind === 'id') {
    if (copy === 'none') return refuse(res, 404, 'no copy of this design here')
    return serve()
  }
  const stockGit = isStockGit(req.headers['user-agent'])
  const authorization = req.headers.authorization !== undefined
  let decision = decideRead({ step: route.step, stockGit, authorization, copy })
  if (decision === 'refresh') {
    const outcome = await deps.copiesOnDemand.refresh(design.id, REFRESH_TIMEOUT_MS)
    decision = decideAfterRefresh(
      outcome === 'ok' ? 'current' : outcome === 'too-slow' ? outcome : 'failed',
      {
        stockGit,
      },
    )
  }
  if (decision === 'serve') return serve()
  if (decision === 'refuse') return refuse(res, 403, sendToHost(found, 'git clone'))
  if (copy === 'none') await deps.copiesOnDemand.missed(design.id)
  const holder = await answeringHolder(deps, found)
  if (!holder)
    return refuse(res, 503, 'the host of this design does not answer, and no other copy is known', {
      'retry-after': '30',
    })
  const url = holder + tailOf(req, design)
  if (decision === 'redirect') return redirect(res, url)
  return proxyFromHost(deps, req, res, { url, step: route.step })
}

/** The host while it answers, else an instance that holds the newest state. Base URLs of the instance table only. */
async function answeringHolder(deps: GitDeps, { host, entry }: Design): Promise<string | undefined> {
  if (host && (await deps.hostAlive(host.baseUrl))) return host.baseUrl
  const { head, id } = entry.design
  if (!head) return undefined
  for (const holder of await deps.stores.catalog.holders(id)) {
    if (holder.instance === deps.self.id || holder.epoch !== head.epoch || holder.seq !== head.seq) continue
    const instance = await deps.stores.catalog.instance(holder.instance)
    if (instance && !instance.suspended && (await deps.hostAlive(instance.baseUrl))) return instance.baseUrl
  }
  return undefined
}

async function push(
  deps: GitDeps,
  route: GitRoute,
  found: Design,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (!found.hostedHere) return pushElsewhere(route, found, req, res)
  const who = await authenticateGit(deps, req.headers.authorization)
  if (who.kind === 'bad') return challenge(res, who.message)
  const self = await deps.stores.catalog.instance(deps.self.id)
  const decision = decide(who.actor, 'push', {
    owner: found.entry.design.owner,
    hostedHere: found.hostedHere,
    instanceMayWrite: self !== undefined && mayWrite(self),
  })
  if (!decision.allow) {
    if (decision.reason === 'sign-in') return challenge(res, 'pushing needs an access token of this instance')
    return refuse(res, 403, REFUSALS[decision.reason](deps.self, found))
  }
  return receive(deps, route, found, who.actor, req, res)
}

async function receive(
  deps: GitDeps,
  route: GitRoute,
  found: Design,
  actor: Actor,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (actor.kind !== 'person') throw new Error('nobody was allowed to push')
  const { id } = found.entry.design
  const gitDir = deps.repositories.path(id)
  if (route.step === 'advertisement') return advertiseReceivePack(res, { ...deps, gitDir })
  const input = requestFor(req, res, 'application/x-git-receive-pack-request')
  if (!input) return
  const handle = (await deps.stores.catalog.account(actor.account))?.handle ?? actor.account
  res.writeHead(200, gitHeaders('application/x-git-receive-pack-result'))
  const pusher = { account: actor.account, handle }
  return send(res, acceptPush(deps, { design: id, pusher, input, signal: gone(res) }))
}

/** Before any challenge, so that git asks its helper for credentials of the host and of nobody else. */
function pushElsewhere(route: GitRoute, found: Design, req: IncomingMessage, res: ServerResponse): void {
  const authorization = req.headers.authorization !== undefined
  if (!found.host || authorization || route.step === 'request') {
    refuse(res, 403, sendToHost(found, 'git remote set-url --push origin'))
  } else redirect(res, found.host.baseUrl + tailOf(req, found.entry.design))
}

function sendToHost({ host, entry }: Design, command: string): string {
  const { ownerHandle, slug } = entry.design
  if (!host) return 'the host of this design is not known here'
  return `this design lives at ${host.name}, and credentials are not passed on. Use:\n\n    ${command} ${host.baseUrl}/${ownerHandle}/${slug}.git\n`
}

const REFUSALS = {
  'not-owner': (_: Self, { entry }: Design) =>
    `only ${entry.design.ownerHandle} pushes to this design: fork it to change it`,
  'token-scope': () => 'the access token may only read: make one that may push',
  'not-host': (self: Self) => `${self.name} is not the host of this design`,
  'read-only-instance': (self: Self) =>
    `${self.name} may not take pushes: its write rights were withdrawn. Reading goes on; ask its operator, or move the design`,
} as const

/**
 * The part of the address that the other side gets, by the name that the catalog knows. It must end as the
 * client's own address did, or git does not accept the redirect.
 */
function tailOf(req: IncomingMessage, design?: { ownerHandle: string; slug: string }): string {
  const url = new URL(req.url ?? '/', 'http://tail.invalid')
  if (!design) return url.pathname + url.search
  const service = /\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname)?.[1] ?? 'info/refs'
  return `/${design.ownerHandle}/${design.slug}.git/${service}${url.search}`
}
