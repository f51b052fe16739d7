import type { RequestListener } from 'node:http'
import { AccountId, InstanceId } from '@truss/contracts/ids'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import type { AccountStore, InstanceStore } from '@truss/domain/ports'
import type { Logger } from '@truss/http/log'
import Provider, { type Adapter, type Configuration, type JWKS, type KoaContextWithOIDC } from 'oidc-provider'
import type { IssuedToken } from '../api/authenticate.ts'
import { clientOf, scopesOf } from './client-of.ts'
import type { OpenIdSecrets } from './openid-secrets.ts'
import { createOpenIdStore } from './openid-store.ts'

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
}

export interface OpenId {
  readonly provider: Provider
  /** Everything below `/oidc`. */
  callback(): RequestListener
  /** Who an access token stands for; undefined when it is unknown, expired or withdrawn. */
  authenticateToken(token: string): Promise<IssuedToken | undefined>
}

/** The OpenID provider of the network: accounts live here, member instances are the clients. */
export function createOpenIdProvider(deps: OpenIdDeps): OpenId {
  const issuer = `${deps.url}/oidc`
  const provider = new Provider(issuer, configuration(deps))
  provider.proxy = true
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
      // What an instance lost the right to since, its tokens have lost too.
      const allowed = scopesOf(instance)
      const scopes = (token.scope ?? '').split(' ').filter((scope) => allowed.includes(scope))
      return { account: account.data, client: client.data, scopes }
    },
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
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_ctx, interaction) => `/signin?uid=${interaction.uid}` },
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
    loadExistingGrant: (ctx) => grantFor(deps, ctx),
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

/** Members of the network need no consent page: what they may have follows from their level, and is public. */
async function grantFor(deps: OpenIdDeps, ctx: KoaContextWithOIDC) {
  const { client, session, provider, params } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const instance = await deps.instances.byId(InstanceId.parse(client.clientId))
  if (!instance) return undefined
  const allowed = scopesOf(instance)
  const asked = String(params?.scope ?? '').split(' ')
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope(asked.filter((scope) => allowed.includes(scope)).join(' '))
  const dropped = asked.filter((scope) => !allowed.includes(scope))
  // Refused, not asked about: otherwise the provider would show a consent page.
  if (dropped.length > 0) grant.rejectOIDCScope(dropped.join(' '))
  await grant.save()
  return grant
}
