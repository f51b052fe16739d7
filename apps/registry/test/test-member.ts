import { createServer } from 'node:http'
import type { InstanceName } from '@truss/contracts/ids'
import { joinRegistry } from '@truss/contracts/registry-routes'
import type { RouteInput, RouteResponse, RouteShape } from '@truss/contracts/route'
import { generateInstanceKeys, type InstanceKeys } from '@truss/federation/instance-keys'
import { publicJwkOf } from '@truss/federation/jwk'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { type Listening, listen } from '@truss/http/serve'
import { answerTo, type CallOptions, requestTo } from './call-route.ts'

/** An instance as far as the registry sees it: keys, an address that answers, signed requests. */
export interface TestMember extends AsyncDisposable {
  readonly name: string
  readonly keys: InstanceKeys
  readonly baseUrl: string
  /** What it answers at `/.well-known/truss`. */
  wellKnown: object
  readonly joinBody: RouteInput<typeof joinRegistry>['body']
  readonly sign: (request: Request) => Promise<Request>
  join(
    registryUrl: string,
    change?: Partial<RouteInput<typeof joinRegistry>['body']>,
  ): Promise<RouteResponse<typeof joinRegistry> | string>
  call<R extends RouteShape>(
    registryUrl: string,
    route: R,
    input: RouteInput<R>,
    options?: CallOptions,
  ): Promise<RouteResponse<R> | string>
}

export async function startTestMember(name: string): Promise<TestMember> {
  const keys = await generateInstanceKeys({ now: new Date() })
  const listening: Listening = await listen(
    (_req, res) => res.setHeader('content-type', 'application/json').end(JSON.stringify(member.wellKnown)),
    { host: '127.0.0.1', port: 0 },
  )
  const baseUrl = `http://127.0.0.1:${listening.port}`
  const sign = createRequestSigner({ keys, purpose: 'request', clock: { now: () => new Date() } })
  const { request, refState, openid } = keys.subkeys
  const member: TestMember = {
    name,
    keys,
    baseUrl,
    sign,
    wellKnown: {},
    joinBody: {
      name: name as InstanceName,
      baseUrl,
      sshUrl: null,
      rootKey: publicJwkOf(keys.root),
      keys: [request.key, refState.key, openid.key],
    },
    async join(registryUrl, change = {}) {
      const body = { ...member.joinBody, ...change }
      return answerTo(joinRegistry, await requestTo(registryUrl, joinRegistry, { body }, { sign }))
    },
    async call(registryUrl, route, input, options) {
      return answerTo(route, await requestTo(registryUrl, route, input, { sign, ...options }))
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  }
  return member
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer().listen(0, '127.0.0.1')
  server.once('error', reject)
  server.once('listening', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
  })
  return promise
}
