import type { InstanceId } from '@truss/contracts/ids'
import type { OpenIdTokens } from '@truss/contracts/instance-internal-routes'
import { DomainError } from '@truss/domain/errors'
import { z } from 'zod'
import type { HasClock } from '../deps.ts'
import { type AssertionKey, clientAssertion } from './client-assertion.ts'
import { registryDown } from './registry-problem.ts'

const TIMEOUT_MS = 10_000

const Discovery = z.object({ issuer: z.url(), token_endpoint: z.url() })
const TokenAnswer = z.object({
  access_token: z.string().min(1).max(8192),
  refresh_token: z.string().min(1).max(8192).optional(),
  expires_in: z.number().positive().default(600),
  scope: z.string().max(500).optional(),
})

export interface RefreshDeps extends HasClock {
  /** Client id at the registry's OpenID provider. */
  readonly client: InstanceId
  readonly key: AssertionKey
  readonly registryUrl: string
  readonly fetch: (request: Request) => Promise<Response>
}

/**
 * New tokens for a refresh token, which is spent by this where the registry rotates them.
 *
 * @throws {DomainError} `unauthenticated` when the registry no longer takes it, `registry-down`
 */
export function createRefresh(
  deps: RefreshDeps,
): (tokens: OpenIdTokens, refreshToken: string) => Promise<OpenIdTokens> {
  let discovered: Promise<z.infer<typeof Discovery>> | undefined

  async function discover(): Promise<z.infer<typeof Discovery>> {
    const url = `${deps.registryUrl}/oidc/.well-known/openid-configuration`
    const found = parse(Discovery, await (await send(new Request(url))).json())
    // Refresh tokens go to the registry that this instance has joined, and to nobody else.
    if (new URL(found.token_endpoint).origin !== new URL(deps.registryUrl).origin) {
      throw new Error('the token endpoint does not lie at the registry')
    }
    return found
  }

  async function send(request: Request): Promise<Response> {
    try {
      const response = await deps.fetch(new Request(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }))
      if (response.status < 500) return response
      await response.body?.cancel()
    } catch (cause) {
      throw registryDown({ cause })
    }
    throw registryDown()
  }

  return async (tokens, refreshToken) => {
    discovered ??= discover()
    const { issuer, token_endpoint: endpoint } = await discovered.catch((error) => {
      discovered = undefined
      throw error
    })
    const now = deps.clock.now()
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: deps.client,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: clientAssertion(deps.client, deps.key, { audience: issuer, now }),
    })
    const response = await send(new Request(endpoint, { method: 'POST', body, redirect: 'error' }))
    if (!response.ok) {
      await response.body?.cancel()
      throw new DomainError('unauthenticated', 'your sign-in has expired, sign in again', {
        tokenEndpointStatus: response.status,
      })
    }
    const answer = parse(TokenAnswer, await response.json())
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? refreshToken,
      expiresAt: new Date(now.getTime() + answer.expires_in * 1000).toISOString(),
      scope: answer.scope ?? tokens.scope,
    }
  }
}

/** A plain error: it is not the caller who sent what does not fit, as a ZodError would say. */
function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new Error(`the registry's OpenID answer does not fit: ${parsed.error.message}`)
  return parsed.data
}
