import type { ErrorCode } from '@truss/contracts/errors'
import { REGISTRY_API } from '@truss/contracts/registry-routes'
import type { RouteInput, RouteResponse, RouteShape } from '@truss/contracts/route'
import { expect } from 'vitest'

export interface CallOptions {
  /** An OpenID access token. */
  readonly token?: string
  readonly sign?: (request: Request) => Promise<Request>
}

/** The request that a client of the contract sends. */
export async function requestTo<R extends RouteShape>(
  registryUrl: string,
  route: R,
  input: RouteInput<R>,
  { token, sign = async (request) => request }: CallOptions = {},
): Promise<Request> {
  const { params = {}, query, body } = input as { params?: object; query?: object; body?: unknown }
  const path = Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`:${name}`, value),
    route.path,
  )
  const url = new URL(registryUrl + REGISTRY_API + path)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value))
  const headers = new Headers({ 'content-type': 'application/json' })
  if (token) headers.set('authorization', `Bearer ${token}`)
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  return sign(new Request(url, { method: route.method, headers, ...init }))
}

/** The answer of a route, or what the problem is called: `403 forbidden`. */
export async function answerTo<R extends RouteShape>(
  route: R,
  request: Request,
): Promise<RouteResponse<R> | string> {
  const response = await fetch(request)
  const json = (await response.json()) as { code?: ErrorCode }
  if (response.ok) return route.response.parse(json) as RouteResponse<R>
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return `${response.status} ${json.code}`
}
