import { createHash, timingSafeEqual } from 'node:crypto'
import { AccessTokenText } from '@truss/contracts/accounts'
import type { Sha256 } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import type { Asked, Authenticators } from '@truss/http/api'
import type { HasClock, Stores } from '../deps.ts'
import type { ApiActor } from './actor.ts'

/** Header in which the pages name the session they act for. */
const SESSION_HEADER = 'truss-session'

export interface AuthenticateDeps extends HasClock {
  readonly stores: Pick<Stores, 'sessions' | 'accessTokens'>
  /** What the processes of this instance share. */
  readonly internalSecret: string
  /** Sessions and the secret are believed on the internal listener only, whoever knows them. */
  readonly listener: 'internal' | 'public'
}

/** Who calls the instance API: a session that the pages vouch for, or an access token that is bound to this instance. */
export function createAuthenticators(deps: AuthenticateDeps): Authenticators<ApiActor> {
  const { internalSecret, listener } = deps
  const isInternal = (request: Request): boolean =>
    listener === 'internal' && sameSecret(bearerOf(request) ?? '', internalSecret)

  async function identify({ request, route }: Asked): Promise<ApiActor> {
    if (isInternal(request)) return bySession(request)
    const bearer = bearerOf(request)
    return bearer === undefined ? null : byAccessToken(bearer, route.method === 'GET' ? 'read' : 'push')
  }

  async function bySession(request: Request): Promise<ApiActor> {
    const id = request.headers.get(SESSION_HEADER)
    const session = id ? await deps.stores.sessions.read(id, deps.clock.now()) : undefined
    return session ? { account: session.account } : null
  }

  async function byAccessToken(text: string, needed: 'read' | 'push'): Promise<ApiActor> {
    const sha256 = createHash('sha256').update(text).digest('hex') as Sha256
    const token = AccessTokenText.safeParse(text).success
      ? await deps.stores.accessTokens.bySha256(sha256)
      : undefined
    const now = deps.clock.now().toISOString()
    if (!token || (token.expiresAt !== null && token.expiresAt <= now)) {
      throw new DomainError('unauthenticated', 'this token is not, or no longer, accepted here')
    }
    if (!token.scopes.includes(needed)) {
      throw new DomainError(
        'forbidden',
        `this token may not ${needed === 'push' ? 'change' : 'read'} anything`,
      )
    }
    return { account: token.account }
  }

  return {
    public: async () => null,
    optional: identify,
    async person(asked) {
      const actor = await identify(asked)
      if (!actor) throw new DomainError('unauthenticated', 'sign in first')
      return actor
    },
    async internal({ request }) {
      if (!isInternal(request)) throw new DomainError('unauthenticated', 'this needs the internal secret')
      return null
    },
  }
}

/** Compares digests, which have one length: neither the text nor its length can be told from the time it takes. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S{1,500})$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}
