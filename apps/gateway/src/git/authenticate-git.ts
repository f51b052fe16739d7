import { createHash } from 'node:crypto'
import { AccessTokenText } from '@truss/contracts/accounts'
import type { Sha256 } from '@truss/contracts/ids'
import type { Actor } from '@truss/domain/access/decide'
import type { HasClock, Stores } from '../deps.ts'

export type GitAuthentication =
  | { readonly kind: 'actor'; readonly actor: Actor }
  /** Credentials came and do not hold. */
  | { readonly kind: 'bad'; readonly message: string }

/**
 * Who sends a git request: an access token as the password of Basic (the user name does not matter), or as
 * Bearer. Tokens are bound to this instance; another's are unknown here.
 */
export async function authenticateGit(
  deps: HasClock & { stores: Pick<Stores, 'accessTokens'> },
  authorization: string | undefined,
): Promise<GitAuthentication> {
  if (authorization === undefined) return { kind: 'actor', actor: { kind: 'nobody' } }
  const text = AccessTokenText.safeParse(secretOf(authorization))
  if (!text.success) {
    return { kind: 'bad', message: 'that is no access token: make one on your account page at the registry' }
  }
  const sha256 = createHash('sha256').update(text.data).digest('hex') as Sha256
  const token = await deps.stores.accessTokens.bySha256(sha256)
  if (!token) {
    return {
      kind: 'bad',
      message: 'the access token is not known here: it was removed, or belongs to another instance',
    }
  }
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= deps.clock.now().getTime()) {
    return { kind: 'bad', message: 'the access token has expired: make a new one on your account page' }
  }
  return { kind: 'actor', actor: { kind: 'person', account: token.account, scopes: token.scopes } }
}

function secretOf(authorization: string): string | undefined {
  const [scheme = '', value = ''] = authorization.split(' ', 2)
  if (/^bearer$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme) || value.length > 2000) return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
