import type { AccountId, InstanceId } from '@truss/contracts/ids'
import type { NonceStore } from '@truss/db/registry/nonce-store'
import { DomainError } from '@truss/domain/errors'
import type { AccountStore, Clock, InstanceStore } from '@truss/domain/ports'
import { requestKeys } from '@truss/federation/key-lookup'
import { RecordError } from '@truss/federation/record-error'
import { verifyRequest } from '@truss/federation/verify-request'
import type { Asked, Authenticators } from '@truss/http/api'
import type { RegistryActor } from './registry-actor.ts'

export const REQUEST_TAGS = new Set(['truss-v1:request'] as const)
const SKEW_SECONDS = 60

/** An OpenID access token that the registry's own provider has issued. */
export interface IssuedToken {
  readonly account: AccountId
  readonly client: InstanceId
  readonly scopes: readonly string[]
}

export interface AuthenticateDeps {
  readonly url: string
  readonly accounts: AccountStore
  readonly instances: InstanceStore
  readonly nonces: NonceStore
  readonly clock: Clock
  readonly tokenOf: (token: string) => Promise<IssuedToken | undefined>
}

export function createAuthenticators(deps: AuthenticateDeps): Authenticators<RegistryActor> {
  return {
    public: async () => ({}),
    person: async (asked) => ({ account: (await person(deps, asked)).account }),
    instance: async (asked) => ({ instance: await signingInstance(deps, asked) }),
    async 'instance-for-person'(asked) {
      const instance = await signingInstance(deps, asked)
      const token = await person(deps, asked)
      // A token that another instance was given must not be used by this one.
      if (token.client !== instance) {
        throw new DomainError('forbidden', 'this sign-in belongs to another instance', { instance })
      }
      return { instance, account: token.account }
    },
  }
}

async function person(deps: AuthenticateDeps, { request, route }: Asked): Promise<IssuedToken> {
  const bearer = /^Bearer +(\S{1,4096})$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer === undefined) throw new DomainError('unauthenticated', 'sign in first')
  const token = await deps.tokenOf(bearer)
  if (!token || !(await deps.accounts.byId(token.account))) {
    throw new DomainError('unauthenticated', 'your sign-in has expired, sign in again')
  }
  if (route.scope !== undefined && !token.scopes.includes(route.scope)) {
    throw new DomainError(
      'forbidden',
      `this instance may not do that in your name: it lacks the scope ${route.scope}`,
      {
        scopes: token.scopes,
      },
    )
  }
  return token
}

/** The member instance that signed a request; suspended ones are heard only where they read. */
export async function signingInstance(
  deps: Omit<AuthenticateDeps, 'tokenOf' | 'accounts'>,
  { request, body }: Pick<Asked, 'request' | 'body'>,
): Promise<InstanceId> {
  const { instance } = await verified(() =>
    verifyRequest(
      { method: request.method, url: publicUrl(deps.url, request.url), headers: request.headers, body },
      {
        resolveKey: requestKeys((id) => deps.instances.byId(id), deps.clock),
        tags: REQUEST_TAGS,
        now: deps.clock.now(),
        skewSeconds: SKEW_SECONDS,
        claimNonce: deps.nonces.claim,
      },
    ),
  )
  const member = await deps.instances.byId(instance)
  if (!member) throw new DomainError('bad-signature', 'no such instance')
  if (member.suspended && request.method !== 'GET') {
    throw new DomainError('forbidden', `${member.name} is suspended`, { instance })
  }
  return instance
}

/** The target as the client saw it: behind a proxy, the listener's own idea of its address is another. */
export function publicUrl(base: string, seen: string): string {
  const { pathname, search } = new URL(seen)
  return new URL(pathname + search, base).href
}

/** Failures of records and signatures in the words of the API. */
export async function verified<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof RecordError) throw new DomainError(error.code, error.message, {}, { cause: error })
    throw error
  }
}
