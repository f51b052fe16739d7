import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call a route; the server checks it before the handler runs.
 * - `public`: anybody
 * - `optional`: anybody; a signed-in person sees more (their like)
 * - `person`: a session of the instance, an access token, or an OpenID access token
 * - `instance`: a request signed by a member instance (RFC 9421)
 * - `instance-for-person`: both: a member instance acts with a person's OpenID access token
 * - `internal`: a process of the same instance, by the instance's internal secret
 */
export type Caller = 'public' | 'optional' | 'person' | 'instance' | 'instance-for-person' | 'internal'

export interface RouteShape {
  readonly method: Method
  /** Hono pattern without the base, e.g. `/designs/:owner/:slug`. */
  readonly path: string
  readonly caller: Caller
  /** OpenID scope that a person's token needs here. */
  readonly scope?: 'social' | 'designs'
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly response: z.ZodType
  readonly status?: 200 | 201 | 202
  readonly errors?: readonly ErrorCode[]
}

/** A route is a value: server, client and tests are made from it, and nobody writes its path twice. */
export function route<const R extends RouteShape>(shape: R): R {
  return shape
}

type Input<T> = T extends z.ZodType ? z.input<T> : undefined
type Output<T> = T extends z.ZodType ? z.output<T> : undefined

/** What a caller passes; keys without a schema are absent. */
export type RouteInput<R extends RouteShape> = {
  [K in 'params' | 'query' | 'body' as R[K] extends z.ZodType ? K : never]: Input<R[K]>
}

/** What a handler receives, parsed. */
export type RouteParsed<R extends RouteShape> = {
  params: Output<R['params']>
  query: Output<R['query']>
  body: Output<R['body']>
}

export type RouteResponse<R extends RouteShape> = z.output<R['response']>
