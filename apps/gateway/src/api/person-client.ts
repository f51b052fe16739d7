import { type Client, createClient } from '@truss/client/client'
import type { AccountId } from '@truss/contracts/ids'
import type { OpenIdTokens } from '@truss/contracts/instance-internal-routes'
import { REGISTRY_API } from '@truss/contracts/registry-routes'
import { DomainError } from '@truss/domain/errors'
import type { Stores } from '../deps.ts'
import { createRefresh, type RefreshDeps } from './refresh-tokens.ts'

/** A token that ends within this time might end on its way. */
const REFRESH_BEFORE_MS = 60_000

export interface PersonClientDeps extends RefreshDeps {
  /** Signs in the name of this instance: some routes want to know both who asks and through whom. */
  readonly sign: (request: Request) => Promise<Request>
  readonly stores: Pick<Stores, 'sessions'>
}

export interface PersonClients {
  /**
   * The registry's routes as this person, by the OpenID tokens of their sign-in here.
   *
   * @throws {DomainError} `unauthenticated` when they have to sign in again, `registry-down`
   */
  of(account: AccountId): Promise<Client>
}

export function createPersonClients(deps: PersonClientDeps): PersonClients {
  const { sessions } = deps.stores
  const refresh = createRefresh(deps)
  // Two refreshes with one token look like theft to a registry that rotates them: it would end the sign-in.
  const underWay = new Map<AccountId, Promise<OpenIdTokens>>()

  async function validTokens(account: AccountId): Promise<OpenIdTokens> {
    const tokens = await sessions.tokens(account)
    if (!tokens)
      throw new DomainError('unauthenticated', 'this needs your sign-in at the registry, sign in again')
    if (Date.parse(tokens.expiresAt) - deps.clock.now().getTime() > REFRESH_BEFORE_MS) return tokens
    if (tokens.refreshToken === null) {
      throw new DomainError('unauthenticated', 'your sign-in has expired, sign in again')
    }
    const fresh = await refresh(tokens, tokens.refreshToken)
    const who = await sessions.signIn(account)
    if (who) await sessions.putSignIn(account, { ...who, tokens: fresh })
    return fresh
  }

  return {
    async of(account) {
      const shared = underWay.get(account) ?? validTokens(account)
      underWay.set(account, shared)
      try {
        const { accessToken } = await shared
        return createClient({
          base: deps.registryUrl + REGISTRY_API,
          fetch: deps.fetch,
          authorize(request) {
            request.headers.set('authorization', `Bearer ${accessToken}`)
            return deps.sign(request)
          },
        })
      } finally {
        if (underWay.get(account) === shared) underWay.delete(account)
      }
    },
  }
}
