import 'server-only'
import { randomBytes } from 'node:crypto'
import { AccountId } from '@truss/contracts/ids'
import { type OpenIdTokens, putSignIn } from '@truss/contracts/instance-internal-routes'
import type { Account, AuthOptions } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { tellNextAuthItsAddress, webConfig, webSecrets } from '../config.ts'
import { createAuthAdapter } from './auth-adapter.ts'
import { internalApi } from './instance-client.ts'
import { cookieName } from './session-cookie.ts'
import { safeNext } from './sign-in-address.ts'

const SESSION_SECONDS = 30 * 24 * 60 * 60
/** For the round to the registry and back: cookies of a sign-in that was begun. */
const FLOW_SECONDS = 15 * 60
/** How long the registry may take to answer, in milliseconds. */
const REGISTRY_TIMEOUT_MS = 8_000

/** What the registry says about a person in an id token. */
const IdClaims = z.object({
  sub: AccountId,
  preferred_username: z.string().min(1).max(39),
  name: z.string().max(80).default(''),
})
type IdClaims = z.infer<typeof IdClaims>

/** The registry as OpenID provider; this instance proves itself with its own key, so no password is shared. */
function registryProvider(): OAuthConfig<IdClaims> {
  const { registryUrl, instanceId } = webConfig()
  const { openIdKey } = webSecrets()
  return {
    id: 'truss',
    name: 'Truss',
    type: 'oauth',
    wellKnown: `${registryUrl}/oidc/.well-known/openid-configuration`,
    clientId: instanceId,
    authorization: { params: { scope: 'openid profile social designs' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    client: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'EdDSA',
      id_token_signed_response_alg: 'EdDSA',
    },
    jwks: { keys: [{ ...openIdKey, alg: 'EdDSA', use: 'sig' }] },
    httpOptions: { timeout: REGISTRY_TIMEOUT_MS },
    profile(claims) {
      const { sub, preferred_username, name } = IdClaims.parse(claims)
      return { id: sub, name: name || preferred_username, email: '' }
    },
  }
}

/** Settings of next-auth, made for each request: they depend on what is read at run time. */
export function authOptions(): AuthOptions {
  tellNextAuthItsAddress()
  const { secure, publicUrl } = webConfig()
  const cookie = (kind: Parameters<typeof cookieName>[0], maxAge?: number) => ({
    name: cookieName(kind),
    options: {
      httpOnly: true,
      sameSite: 'lax' as const,
      path: '/',
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  })
  return {
    providers: [registryProvider()],
    adapter: createAuthAdapter(),
    secret: webSecrets().sessionSecret,
    useSecureCookies: secure,
    session: {
      strategy: 'database',
      maxAge: SESSION_SECONDS,
      generateSessionToken: () => randomBytes(32).toString('base64url'),
    },
    cookies: {
      sessionToken: cookie('session'),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
      state: cookie('state', FLOW_SECONDS),
      nonce: cookie('nonce', FLOW_SECONDS),
      pkceCodeVerifier: cookie('pkce', FLOW_SECONDS),
    },
    pages: { signIn: '/signin/failed', error: '/signin/failed', signOut: '/' },
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== 'truss') return false
        const claims = IdClaims.parse(profile)
        // Before the session: whoever has one has tokens, and each sign-in brings new ones.
        await internalApi().call(putSignIn, {
          params: { account: claims.sub },
          body: { handle: claims.preferred_username, displayName: claims.name, tokens: toTokens(account) },
        })
        return true
      },
      redirect({ url }) {
        const local = url.startsWith(`${publicUrl}/`) ? url.slice(publicUrl.length) : url
        return publicUrl + safeNext(local)
      },
      // What `/api/auth/session` answers: nothing but a name, and never a token.
      session: ({ session, user }) => ({ expires: session.expires, user: { name: user.name ?? null } }),
    },
    // Messages of the library may quote tokens; the code alone says where to look.
    logger: {
      error: (code) => console.error(JSON.stringify({ subsystem: 'sign-in', level: 'error', code })),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

function toTokens(account: Account): OpenIdTokens | null {
  if (!account.access_token) return null
  const expiresAt = account.expires_at ?? Math.floor(Date.now() / 1000) + 300
  return {
    accessToken: account.access_token,
    refreshToken: account.refresh_token ?? null,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    scope: account.scope ?? '',
  }
}
