import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { ERROR_CODES, Problem } from '@truss/contracts/errors'
import type { RouteParsed, RouteResponse, RouteShape } from '@truss/contracts/route'
import { z } from 'zod'

export interface Asked<R extends RouteShape> extends RouteParsed<R> {
  /** The `truss-session` header. */
  session: string | undefined
}

/** A route of a contract with an answer; what it answers is parsed, so it cannot drift from the contract. */
export interface FakeRoute {
  route: RouteShape
  answer: (asked: never) => unknown
}

export function fake<R extends RouteShape>(
  route: R,
  answer: (asked: Asked<R>) => RouteResponse<R>,
): FakeRoute {
  return { route, answer: answer as FakeRoute['answer'] }
}

/** A refusal of the fake, answered as problem+json. */
export class FakeProblem extends Error {
  readonly status: number
  readonly code: (typeof ERROR_CODES)[number]
  constructor(status: number, code: (typeof ERROR_CODES)[number], detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/** Answers one of the routes below `base`, or says that none of them was meant. */
export async function answerRoute(
  routes: readonly FakeRoute[],
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://fake')
  if (!url.pathname.startsWith(`${base}/`)) return false
  const path = url.pathname.slice(base.length)
  for (const { route, answer } of routes) {
    if (route.method !== request.method) continue
    const pattern = new RegExp(`^${route.path.replace(/:([a-z]+)/gi, '(?<$1>[^/]+)')}$`)
    const match = pattern.exec(path)
    if (!match) continue
    const text = await readBody(request)
    try {
      const groups = Object.entries(match.groups ?? {}).map(([key, value]) => [
        key,
        decodeURIComponent(value),
      ])
      const asked = {
        params: route.params?.parse(Object.fromEntries(groups)),
        query: route.query?.parse(queryOf(url, route.query)),
        body: route.body?.parse(JSON.parse(text || 'null')),
        session: request.headers['truss-session'],
      }
      const body = route.response.parse(answer(asked as never))
      response.writeHead(route.status ?? 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    } catch (error) {
      answerProblem(response, toProblem(error))
    }
    return true
  }
  answerProblem(response, { type: 'about:blank', title: 'Nothing here', status: 404, code: 'not-found' })
  return true
}

/** Repeated names make an array where the contract wants one. */
function queryOf(url: URL, schema: z.ZodType): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {}
  const query: Record<string, unknown> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(name)
    const wanted = shape[name]
    const inner = wanted instanceof z.ZodOptional ? wanted.unwrap() : wanted
    query[name] = inner instanceof z.ZodArray ? all : all[0]
  }
  return query
}

function toProblem(error: unknown): Problem {
  if (error instanceof FakeProblem) {
    return {
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      detail: error.message,
    }
  }
  const detail = error instanceof Error ? error.message : String(error)
  console.error(detail)
  return { type: 'about:blank', title: 'Broken fake', status: 500, code: 'internal', detail }
}

function answerProblem(response: ServerResponse, problem: Problem): void {
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(problem))
}

/** Passes a request on to the pages, as the gateway does. */
export function passOn(port: number, request: IncomingMessage, response: ServerResponse): void {
  const headers = {
    ...request.headers,
    'x-forwarded-host': request.headers.host,
    'x-forwarded-proto': 'http',
  }
  const out = httpRequest(
    { host: '127.0.0.1', port, path: request.url, method: request.method, headers },
    (back) => {
      response.writeHead(back.statusCode ?? 502, back.headers)
      back.pipe(response)
    },
  )
  out.on('error', () => response.writeHead(502).end('the pages do not answer'))
  request.pipe(out)
}

export async function listen(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Server> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error)
      response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}
