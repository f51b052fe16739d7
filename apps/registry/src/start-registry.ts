import { randomBytes } from 'node:crypto'
import { migrateDatabase } from '@truss/db/postgres/migrate'
import { createAccountStore } from '@truss/db/registry/account-store'
import { createDesignStore } from '@truss/db/registry/design-store'
import { createInstanceStore } from '@truss/db/registry/instance-store'
import { createNonceStore } from '@truss/db/registry/nonce-store'
import { connectRegistry } from '@truss/db/registry/registry-db'
import { startSequencer } from '@truss/db/registry/sequencer'
import { settingOnce } from '@truss/db/registry/settings-store'
import { createSocialStore } from '@truss/db/registry/social-store'
import { createTokenStore } from '@truss/db/registry/token-store'
import { signFeedEvent } from '@truss/federation/feed-event'
import { publicJwkOf } from '@truss/federation/jwk'
import { createLog, type Logger } from '@truss/http/log'
import { listen } from '@truss/http/serve'
import { createSafeFetch } from '@truss/safe-fetch/safe-fetch'
import { z } from 'zod'
import { createTokenBucket } from './api/token-bucket.ts'
import type { RegistryConfig } from './config.ts'
import { createRegistry } from './create-registry.ts'
import { startTokenNews } from './feed/token-news.ts'
import { feedSigningKey } from './feed-secrets.ts'
import { createOpenIdProvider } from './openid/create-openid-provider.ts'
import { openIdSecrets } from './openid/openid-secrets.ts'
import { sweepOpenId } from './openid/openid-store.ts'
import { createPages } from './pages/create-pages.ts'
import { createPageSessions } from './pages/page-session.ts'
import { passwordHasher } from './pages/password-hasher.ts'
import { renderError } from './pages/render-error.ts'
import { renderSignedOut, renderSignOut } from './pages/render-sign-out.ts'
import { randomIds } from './random-ids.ts'

const HEARTBEAT_MS = 15_000
const SWEEP_MS = 60_000
/** A reader of the feed that takes nothing for so long has hung up without saying so. */
const STALL_MS = 60_000

export interface RunningRegistry extends AsyncDisposable {
  readonly port: number
  readonly log: Logger
  /** Where the operator's account is made, while there is none. A secret: for the terminal, not for the log. */
  readonly setupUrl: string | undefined
}

/** Opens everything the registry needs and listens. What opens here closes here, in reverse. */
export async function startRegistry(
  config: RegistryConfig,
  { heartbeatMs = HEARTBEAT_MS }: { heartbeatMs?: number } = {},
): Promise<RunningRegistry> {
  await using open = new AsyncDisposableStack()
  const clock = { now: () => new Date() }
  const log = createLog({ app: 'registry', level: config.logLevel })
  await migrateDatabase(config.databaseUrl, 'registry')
  const connection = open.use(connectRegistry(config.databaseUrl))
  const { db } = connection
  const feedKey = await feedSigningKey(db)
  const sequencer = open.use(
    await startSequencer(connection, {
      clock,
      sign: (event) => signFeedEvent(event, feedKey),
      onError: (err) => log.error({ err }, 'events could not be numbered, trying again'),
    }),
  )
  const stores = {
    accounts: createAccountStore(db),
    designs: createDesignStore(db, clock),
    instances: createInstanceStore(db),
    social: createSocialStore(db),
    tokens: createTokenStore(db),
    nonces: createNonceStore(db),
  }
  const tokenNews = open.use(await startTokenNews(connection))
  const { safeFetch } = createSafeFetch({
    allowPrivateOrigins: config.allowPrivateOrigins,
    timeoutMs: 10_000,
    maxBytes: 64 * 1024,
    userAgent: 'truss-registry',
  })
  const formKey = z
    .string()
    .parse(await settingOnce(db, 'form-key', () => randomBytes(32).toString('base64url')))
  const sessions = createPageSessions({ ...stores, url: config.url, db, clock, formKey })
  const sweep = setInterval(() => {
    const swept = [stores.nonces.sweep(clock.now()), sweepOpenId(db, clock.now()), sessions.sweep()]
    Promise.all(swept).catch((err: unknown) => log.warn({ err }, 'what has expired stays'))
  }, SWEEP_MS)
  open.defer(() => clearInterval(sweep))
  const openId = createOpenIdProvider({
    ...stores,
    ...{ url: config.url, db, log, sessions },
    renderSignOut: (form, account) => renderSignOut(config.name, form, account),
    renderSignedOut: () => renderSignedOut(config.name),
    renderError: (title, detail) => renderError(config.name, title, detail),
    secrets: await openIdSecrets(db),
  })
  const setupToken = z
    .string()
    .parse(await settingOnce(db, 'setup-token', () => randomBytes(18).toString('base64url')))
  const pages = createPages({
    ...stores,
    ...{
      url: config.url,
      name: config.name,
      db,
      clock,
      ids: randomIds,
      sequencer,
      log,
      openId,
      setupToken,
      sessions,
      feed: sequencer,
    },
    hasher: passwordHasher,
  })
  const stopping = new AbortController()
  const registry = createRegistry({
    ...stores,
    ...{
      url: config.url,
      name: config.name,
      joinLevel: config.joinLevel,
      db,
      clock,
      ids: randomIds,
      sequencer,
      log,
    },
    ...{ tokenNews, safeFetch },
    feed: sequencer,
    feedKey: publicJwkOf(feedKey.privateKey),
    tokenOf: (token) => openId.authenticateToken(token),
    openId: openId.callback(),
    pages: (request, env) => pages.fetch(request, env),
    heartbeatMs,
    stallMs: STALL_MS,
    stopping: stopping.signal,
    slowDown: createTokenBucket({ burst: 20, refillMs: 3_000 }, clock),
  })
  const listening = open.use(await listen(registry, { host: config.host, port: config.port }))
  // Streams never end by themselves; they must go before the listener waits for its connections.
  open.defer(() => stopping.abort())
  const fresh = !(await stores.accounts.hasOperator())
  log.info({ url: config.url, port: listening.port }, 'listening')
  const owned = open.move()
  return {
    port: listening.port,
    log,
    setupUrl: fresh ? `${config.url}/setup?token=${setupToken}` : undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
