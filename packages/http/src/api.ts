import { randomUUID } from 'node:crypto'
import type { Caller, RouteParsed, RouteResponse, RouteShape } from '@truss/contracts/route'
import { DomainError } from '@truss/domain/errors'
import { type Context, Hono } from 'hono'
import { ZodArray, ZodObject, ZodOptional } from 'zod'
import type { Logger } from './log.ts'
import { problemOf } from './problem.ts'

/** Bodies of API requests are small; files go other ways. */
const MAX_BODY_BYTES = 512 * 1024

/** What an authenticator sees: the matched route, never the caller's word, decides what is needed. */
export interface Asked {
  readonly route: RouteShape
  readonly request: Request
  /** The body as received, for signatures. */
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * Says who calls, or throws `unauthenticated` / `forbidden`. A route whose caller kind has no authenticator
 * here cannot be mounted: deny by default.
 */
export type Authenticators<A> = { readonly [K in Caller]?: (asked: Asked) => Promise<A> }

/** `body`: the bytes as received, for signatures. */
export type Handler<R extends RouteShape, A> = (
  input: RouteParsed<R>,
  actor: A,
  request: Request,
  body: Uint8Array<ArrayBuffer>,
) => Promise<RouteResponse<R>>

export interface Api<A> {
  readonly app: Hono
  mount<R extends RouteShape>(route: R, handler: Handler<R, A>): void
}

/** Mounts contract routes below `base`: parse, authenticate, handle, check the answer, map errors, log. */
export function createApi<A>(options: {
  base: string
  authenticate: Authenticators<A>
  log: Logger
}): Api<A> {
  const app = new Hono()
  const { authenticate, log, base } = options

  function mount<R extends RouteShape>(route: R, handler: Handler<R, A>): void {
    const authenticator = authenticate[route.caller]
    if (!authenticator) throw new Error(`nobody authenticates ${route.caller} callers of ${route.path}`)
    const listNames = listsOf(route.query)
    app.on(route.method, base + route.path, async (c) => {
      const started = performance.now()
      const requestId = randomUUID()
      const facts = { requestId, route: `${route.method} ${route.path}` }
      try {
        const body = await readBody(c)
        const actor = await authenticator({ route, request: c.req.raw, body })
        const input = {
          params: route.params?.parse(c.req.param()),
          query: route.query?.parse(queryOf(c, listNames)),
          body: route.body?.parse(parseJson(body)),
        } as RouteParsed<R>
        const answer = route.response.safeParse(await handler(input, actor, c.req.raw, body))
        // A plain error, not a ZodError: breaking our own contract is our fault, hence 500.
        if (!answer.success) throw new Error(`${route.path} broke its contract: ${answer.error.message}`)
        const ms = Math.round(performance.now() - started)
        log.debug({ ...facts, status: route.status ?? 200, ms }, 'request')
        return c.json(answer.data as object, route.status ?? 200, { 'cache-control': 'no-store' })
      } catch (error) {
        return answerProblem(error, { ...facts, ms: Math.round(performance.now() - started) }, log)
      }
    })
  }

  app.notFound(() =>
    answerProblem(new DomainError('not-found', 'there is no such route'), { requestId: randomUUID() }, log),
  )
  app.onError((error) => answerProblem(error, { requestId: randomUUID() }, log))
  return { app, mount }
}

/** Answers a failure as problem+json and logs it once: refusals as `info`, our faults as `error`. */
export function answerProblem(
  error: unknown,
  facts: { requestId: string; [fact: string]: unknown },
  log: Logger,
): Response {
  const problem = problemOf(error, facts.requestId)
  const line = { ...facts, status: problem.status, code: problem.code }
  if (problem.status >= 500 && problem.code === 'internal')
    log.error({ ...line, err: error }, 'request failed')
  else log.info({ ...line, ...(error instanceof DomainError ? error.facts : {}) }, 'request refused')
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}

async function readBody(c: Context): Promise<Uint8Array<ArrayBuffer>> {
  const stream = c.req.raw.body
  if (!stream) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES)
      throw new DomainError('too-large', `the request has more than ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  const body = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new DomainError('invalid-request', 'the body is not JSON in UTF-8')
  }
}

/** Query parameters whose schema is a list: they get one even for a single value. */
function listsOf(schema: RouteShape['query']): ReadonlySet<string> {
  if (!(schema instanceof ZodObject)) return new Set()
  const isList = (field: unknown): boolean =>
    field instanceof ZodOptional ? isList(field.unwrap()) : field instanceof ZodArray
  return new Set(Object.keys(schema.shape).filter((name) => isList(schema.shape[name])))
}

function queryOf(c: Context, lists: ReadonlySet<string>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      lists.has(name) || values.length > 1 ? values : (values[0] ?? ''),
    ]),
  )
}
