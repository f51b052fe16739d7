import { createPublicKey, randomUUID, verify } from 'node:crypto'
import type { Client } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { ErrorCode } from '@truss/contracts/errors'
import type { AccountId } from '@truss/contracts/ids'
import { FeedIndex } from '@truss/contracts/ids'
import {
  commentOnDesign,
  editDesign,
  INSTANCE_API,
  likeDesign,
  removeComment,
  unlikeDesign,
} from '@truss/contracts/instance-routes'
import {
  addComment,
  deleteComment,
  editDesignRecord,
  putLike,
  REGISTRY_API,
} from '@truss/contracts/registry-routes'
import { CommentId } from '@truss/contracts/social'
import { DomainError } from '@truss/domain/errors'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { createApi } from '@truss/http/api'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ApiActor } from '../../src/api/actor.ts'
import { createPersonClients } from '../../src/api/person-client.ts'
import { mountSocialRoutes } from '../../src/api/social-routes.ts'
import { CLOCK, letters, NOW, openTestInstance, type TestInstance } from './test-instance.ts'

const COMMENT = CommentId.parse(`c${letters(25)}`)
const DETAILS = { title: 'New title', summary: '', kind: 'printed' as const, licence: null, tags: [] }

/** What the registry of a test was asked and how it answers. */
const registry = {
  up: true,
  /** Access tokens it takes. */
  good: new Set<string>(),
  refreshTokens: new Set<string>(),
  refreshes: 0,
  likes: [] as { token: string; liked: boolean }[],
  clientKey: undefined as unknown as TestInstance['keys']['oak']['subkeys']['openid'],
}

let oak: TestInstance
let send: (request: Request) => Promise<Response>
let mara: AccountId

beforeAll(async () => {
  oak = await openTestInstance()
  registry.clientKey = oak.keys.oak.subkeys.openid
  mara = await oak.addPerson('mara')
  await oak.addDesign(mara, 'hinge')
  send = openRegistry()
}, 60_000)
afterAll(() => oak?.[Symbol.asyncDispose]())

beforeEach(async () => {
  Object.assign(registry, { up: true, good: new Set(), refreshTokens: new Set(), refreshes: 0, likes: [] })
})

/** A registry that speaks the real routes, with as much of an OpenID provider as a refresh needs. */
function openRegistry(): (request: Request) => Promise<Response> {
  const api = createApi<string>({
    base: REGISTRY_API,
    log: oak.log,
    authenticate: {
      async person({ request }) {
        const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? ''
        if (!registry.good.has(token)) throw new DomainError('unauthenticated', 'no such token')
        return token
      },
    },
  })
  api.mount(putLike, async ({ body }, token) => {
    registry.likes.push({ token, liked: body.liked })
    return { index: FeedIndex.parse(41) }
  })
  api.mount(addComment, async () => ({ index: FeedIndex.parse(42), comment: COMMENT }))
  api.mount(deleteComment, async () => {
    throw new DomainError('forbidden', 'only the author and the owner of the design remove a comment')
  })
  api.mount(editDesignRecord, async () => ({ index: FeedIndex.parse(43) }))

  const app = new Hono()
  app.get('/oidc/.well-known/openid-configuration', (c) =>
    c.json({ issuer: 'http://registry.test/oidc', token_endpoint: 'http://registry.test/oidc/token' }),
  )
  app.post('/oidc/token', async (c) => {
    const form = await c.req.formData()
    registry.refreshes += 1
    const claims = claimsOf(String(form.get('client_assertion')))
    const client = { iss: oak.self.id, sub: oak.self.id, aud: 'http://registry.test/oidc' }
    expect(claims).toMatchObject(client)
    // A refresh token is spent by its use, as at a provider that rotates them.
    if (!registry.refreshTokens.delete(String(form.get('refresh_token')))) {
      return c.json({ error: 'invalid_grant' }, 400)
    }
    const [access, refresh] = [randomUUID(), randomUUID()]
    registry.good.add(access)
    registry.refreshTokens.add(refresh)
    return c.json({ access_token: access, refresh_token: refresh, expires_in: 600, token_type: 'Bearer' })
  })
  app.all('*', (c) => api.app.fetch(c.req.raw))
  return async (request) => {
    if (!registry.up) throw new TypeError('connection refused')
    return app.fetch(request)
  }
}

/** Checks the signature as the provider would, by the key that the feed published. */
function claimsOf(jwt: string): unknown {
  const [head = '', body = '', signature = ''] = jwt.split('.')
  const { jwk, kid } = registry.clientKey.key
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'EdDSA', kid })
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  expect(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  return JSON.parse(Buffer.from(body, 'base64url').toString())
}

/** The instance API, as somebody who is signed in. */
function api(account: AccountId, waitForApplied = async (_: FeedIndex) => true): Client {
  const { subkeys } = oak.keys.oak
  const server = createApi<ApiActor>({
    base: INSTANCE_API,
    authenticate: { person: async () => ({ account }) },
    log: oak.log,
  })
  const personClients = createPersonClients({
    sign: createRequestSigner({ keys: oak.keys.oak, purpose: 'request', clock: CLOCK }),
    ...{ stores: oak.stores, clock: CLOCK, fetch: send, registryUrl: 'http://registry.test' },
    ...{ client: oak.self.id, key: { kid: subkeys.openid.key.kid, privateKey: subkeys.openid.privateKey } },
  })
  mountSocialRoutes(server, { stores: oak.stores, personClients, waitForApplied })
  return oak.clientOf((request) => server.app.request(request), `http://oak.test${INSTANCE_API}`)
}

async function signIn(tokens: { expiresInMs: number; refreshToken?: string | null; good?: boolean } | null) {
  const account = await oak.addPerson(`p${letters(10)}`)
  const accessToken = randomUUID()
  if (tokens?.good !== false) registry.good.add(accessToken)
  if (tokens?.refreshToken) registry.refreshTokens.add(tokens.refreshToken)
  await oak.stores.sessions.putSignIn(account, {
    ...{ handle: 'somebody', displayName: 'Somebody' },
    tokens: tokens && {
      ...{ accessToken, refreshToken: tokens.refreshToken ?? null, scope: 'openid social' },
      expiresAt: new Date(NOW.getTime() + tokens.expiresInMs).toISOString(),
    },
  })
  return { account, accessToken }
}

const params = { owner: 'mara', slug: 'hinge' }
const refused = (code: ErrorCode) => expect.toSatisfy((error) => isProblem(error, code))

test('a like goes to the registry with the token of the person and is seen here', async () => {
  const { account, accessToken } = await signIn({ expiresInMs: 600_000 })
  const asked: number[] = []
  const client = api(account, async (index) => {
    asked.push(index)
    return true
  })
  expect(await client.call(likeDesign, { params })).toEqual({ index: 41, applied: true })
  expect(await client.call(unlikeDesign, { params })).toEqual({ index: 41, applied: true })
  expect(registry.likes).toEqual([
    { token: accessToken, liked: true },
    { token: accessToken, liked: false },
  ])
  expect(asked).toEqual([41, 41])
  expect(registry.refreshes).toBe(0)
})

test('a write whose echo fails is written all the same', async () => {
  const { account } = await signIn({ expiresInMs: 600_000 })
  const client = api(account, () => Promise.reject(new Error('the database restarts')))
  expect(await client.call(commentOnDesign, { params, body: { text: 'nice' } })).toEqual({
    index: 42,
    applied: false,
  })
})

test('details are edited at the registry', async () => {
  const { account } = await signIn({ expiresInMs: 600_000 })
  expect(await api(account).call(editDesign, { params, body: DETAILS })).toMatchObject({ index: 43 })
})

test('a token about to end is refreshed once, however many ask', async () => {
  const { account } = await signIn({ expiresInMs: 30_000, refreshToken: randomUUID() })
  const client = api(account)
  const answers = await Promise.all([1, 2, 3].map(() => client.call(likeDesign, { params })))
  expect(answers.map(({ index }) => index)).toEqual([41, 41, 41])
  expect(registry.refreshes).toBe(1)
  const kept = await oak.stores.sessions.tokens(account)
  expect(registry.good).toContain(kept?.accessToken)
  expect(registry.refreshTokens).toContain(kept?.refreshToken)
  expect(kept?.scope).toBe('openid social')
})

test('a sign-in that has ended asks to sign in again', async () => {
  const expired = [
    await signIn(null),
    await signIn({ expiresInMs: -1000 }),
    await signIn({ expiresInMs: 600_000, good: false }),
  ]
  registry.refreshTokens.clear()
  for (const { account } of expired) {
    const liked = api(account).call(likeDesign, { params })
    await expect(liked).rejects.toEqual(refused('unauthenticated'))
    await expect(liked).rejects.toThrow(/sign in again/)
  }
  const revoked = await signIn({ expiresInMs: -1000, refreshToken: randomUUID() })
  registry.refreshTokens.clear()
  await expect(api(revoked.account).call(likeDesign, { params })).rejects.toThrow(/sign in again/)
})

test('a registry that does not answer is named, with what goes on without it', async () => {
  const fresh = await signIn({ expiresInMs: 600_000 })
  const stale = await signIn({ expiresInMs: 1000, refreshToken: randomUUID() })
  registry.up = false
  for (const { account } of [fresh, stale]) {
    const liked = api(account).call(likeDesign, { params })
    await expect(liked).rejects.toEqual(refused('registry-down'))
    await expect(liked).rejects.toThrow(/reading, cloning and pushing go on/)
  }
  registry.up = true
  expect((await api(stale.account).call(likeDesign, { params })).index).toBe(41)
})

test('a refusal of the registry is passed on in its own words', async () => {
  const { account } = await signIn({ expiresInMs: 600_000 })
  const removed = api(account).call(removeComment, { params: { ...params, comment: COMMENT } })
  await expect(removed).rejects.toEqual(refused('forbidden'))
  await expect(removed).rejects.toThrow(/only the author and the owner/)
})

test('an unknown design is not asked about at the registry', async () => {
  const { account } = await signIn({ expiresInMs: 600_000 })
  const liked = api(account).call(likeDesign, { params: { owner: 'mara', slug: 'nothing' } })
  await expect(liked).rejects.toEqual(refused('design-not-found'))
  expect(registry.likes).toEqual([])
})
