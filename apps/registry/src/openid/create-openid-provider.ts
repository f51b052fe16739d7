import type { RequestListener } from 'node:http'
import type { Account } from '@truss/contracts/accounts'
import { AccountId, InstanceId } from '@truss/contracts/ids'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import type { AccountStore, InstanceStore } from '@truss/domain/ports'
import type { Logger } from '@truss/http/log'
import Provider, { type Adapter, type Configuration, type JWKS, type KoaContextWithOIDC } from 'oidc-provider'
import type { IssuedToken } from '../api/authenticate.ts'
import { pageHeaders } from '../pages/page-headers.ts'
import type { PageSessions } from '../pages/page-session.ts'
import { clientOf, scopesOf } from './client-of.ts'
import { memberGrant } from './member-grant.ts'
import type { OpenIdSecrets } from './openid-secrets.ts'
import { createOpenIdStore, forgetAccount } from './openid-store.ts'
import { signInPolicy } from './sign-in-policy.ts'

const HOUR = 3600
const DAY = 24 * HOUR

export interface OpenIdDeps {
  /** Origin of the registry; the issuer is `/oidc` below it. */
  readonly url: string
  readonly db: RegistryDb
  readonly accounts: AccountStore
  readonly instances: InstanceStore
  readonly secrets: OpenIdSecrets
  readonly log: Logger
  /** A page of the registry's look that says what went wrong. */
  readonly renderError: (title: string, detail: string) => Promise<string>
  /** Around the provider's own form. */
  readonly renderSignOut: (form: string, account: Account | undefined) => Promise<string>
  readonly renderSignedOut: () => Promise<string>
  /** Who is signed in on the registry's pages: the provider believes nobody else. */
  readonly sessions: Pick<PageSessions, 'accountOf' | 'endOf'>
}

export interface OpenId {
  readonly provider: Provider
  /** Everything below `/oidc`. */
  callback(): RequestListener
  /** Who an access token stands for; undefined when it is unknown, expired or withdrawn. */
  authenticateToken(token: string): Promise<IssuedToken | undefined>
  /** Ends all sign-ins of a person at instances. */
  forget(account: AccountId): Promise<void>
}

/** The OpenID provider of the network: accounts live here, member instances are the clients. */
export function createOpenIdProvider(deps: OpenIdDeps): OpenId {
  const issuer = `${deps.url}/oidc`
  const provider = new Provider(issuer, configuration(deps))
  provider.proxy = true
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    // Before the provider, which adds the digest of its own inline script where a page of its needs one.
    const headers = await pageHeaders(deps.instances)
    ctx.set({
      ...headers,
      'content-security-policy': `${headers['content-security-policy']}; script-src`,
    })
    await next()
    // "Sign out" at an instance means here too: otherwise the next click on "Sign in" would ask for nothing.
    if (ctx.oidc?.route === 'end_session_confirm' && ctx.status === 303 && ctx.oidc.params?.logout) {
      await deps.sessions.endOf(ctx.req)
    }
  })
  provider.on('server_error', (_ctx, err) => deps.log.error({ err }, 'OpenID request failed'))
  const handle = provider.callback()
  return {
    provider,
    callback: () => (req, res) => {
      // The provider routes from its own root, and must know the address that people see, not the listener's.
      const { host, protocol } = new URL(deps.url)
      req.headers['x-forwarded-host'] = host
      req.headers['x-forwarded-proto'] = protocol.slice(0, -1)
      const request = req as typeof req & { originalUrl?: string; baseUrl?: string }
      request.originalUrl = req.url ?? '/'
      request.baseUrl = '/oidc'
      req.url = req.url?.slice('/oidc'.length) || '/'
      return handle(req, res)
    },
    async authenticateToken(text) {
      const token = await provider.AccessToken.find(text)
      if (!token?.isValid || !token.accountId || !token.clientId) return undefined
      const account = AccountId.safeParse(token.accountId)
      const client = InstanceId.safeParse(token.clientId)
      if (!account.success || !client.success) return undefined
      const instance = await deps.instances.byId(client.data)
      if (!instance) return undefined
      // What an instance lost the right to since, its tokens have lost too: all of it while it is suspended.
      const allowed = instance.suspended ? [] : scopesOf(instance)
      const scopes = (token.scope ?? '').split(' ').filter((scope) => allowed.includes(scope))
      return { account: account.data, client: client.data, scopes }
    },
    forget: (account) => forgetAccount(deps.db, account),
  }
}

function configuration(deps: OpenIdDeps): Configuration {
  const secure = deps.url.startsWith('https:')
  const cookie = { signed: true, httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    adapter: (model: string): Adapter => {
      const store = createOpenIdStore(deps.db, model)
      if (model !== 'Client') return store
      return {
        ...store,
        async find(id) {
          const instance = InstanceId.safeParse(id)
          const member = instance.success ? await deps.instances.byId(instance.data) : undefined
          return member && !member.suspended ? clientOf(member) : undefined
        },
      }
    },
    jwks: deps.secrets.jwks as unknown as JWKS,
    cookies: {
      keys: deps.secrets.cookieKeys,
      names: {
        session: 'truss_oidc_session',
        interaction: 'truss_oidc_interaction',
        resume: 'truss_oidc_resume',
      },
      long: cookie,
      short: cookie,
    },
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['EdDSA'],
      idTokenSigningAlgValues: ['EdDSA'],
    },
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'social', 'designs'],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'home', 'operator'] },
    conformIdTokenClaims: false,
    clockTolerance: 60,
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      IdToken: HOUR,
      Interaction: HOUR,
      Grant: 14 * DAY,
      Session: 14 * DAY,
      RefreshToken: 14 * DAY,
    },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          const id = await deps.sessions.accountOf(ctx.req)
          ctx.body = await deps.renderSignOut(form, id && (await deps.accounts.byId(id)))
        },
        async postLogoutSuccessSource(ctx) {
          ctx.type = 'html'
          ctx.body = await deps.renderSignedOut()
        },
      },
    },
    interactions: {
      url: (_ctx, interaction) => `/signin?uid=${interaction.uid}`,
      policy: signInPolicy(deps.sessions),
    },
    async findAccount(_ctx, id) {
      const parsed = AccountId.safeParse(id)
      const account = parsed.success ? await deps.accounts.byId(parsed.data) : undefined
      if (!account) return undefined
      return {
        accountId: account.id,
        claims: async () => ({
          sub: account.id,
          preferred_username: account.handle,
          name: account.displayName,
          home: account.home,
          operator: account.operator,
        }),
      }
    },
    loadExistingGrant: (ctx) => memberGrant(deps.instances, ctx),
    renderError: async (ctx, out, error) => {
      if (!('statusCode' in error) || Number(error.statusCode) >= 500)
        deps.log.error({ err: error }, 'OpenID failed')
      ctx.type = 'html'
      ctx.body = await deps.renderError(
        'The sign-in could not go on',
        String(out.error_description ?? out.error),
      )
    },
  }
}
