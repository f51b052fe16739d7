import { DesignId } from '@truss/contracts/ids'
import { getMe, listInstanceHealth, putLike } from '@truss/contracts/registry-routes'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerTo, requestTo } from './call-route.ts'
import { claimsOf, createRelyingParty, type Tokens } from './relying-party.ts'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

/** `oak` is trusted, `reed` a read-only mirror; mara is at home at oak. */
let registry: TestRegistry
let oak: ReturnType<typeof createRelyingParty>
let reed: ReturnType<typeof createRelyingParty>
let mara: string

const DESIGN = DesignId.parse('a'.repeat(52))

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'reed'] })
  await registry.decide('oak', 'trusted')
  mara = await registry.addPerson('mara', { home: 'oak' })
  await registry.addPerson('bob')
  oak = createRelyingParty(registry.url, registry.member('oak'))
  reed = createRelyingParty(registry.url, registry.member('reed'))
})
afterAll(() => registry?.[Symbol.asyncDispose]())

const me = async (token: string) => answerTo(getMe, await requestTo(registry.url, getMe, {}, { token }))
const like = async (token: string) => {
  const input = { params: { design: DESIGN }, body: { liked: true } }
  return answerTo(putLike, await requestTo(registry.url, putLike, input, { token }))
}

test('a person signs in at an instance with code, PKCE and a signed assertion', async () => {
  const tokens = await oak.signIn(new Visitor(), 'mara')
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
  expect(tokens.scope.split(' ').sort()).toEqual(['designs', 'openid', 'profile', 'social'])
  const keys = createRemoteJWKSet(new URL(`${oak.issuer}/jwks`))
  const { payload } = await jwtVerify(tokens.id_token, keys, {
    issuer: oak.issuer,
    audience: registry.member('oak').keys.instance,
    algorithms: ['EdDSA'],
  })
  expect(payload).toMatchObject({
    sub: mara,
    nonce: 'the-nonce',
    preferred_username: 'mara',
    name: 'mara of the tests',
    home: registry.member('oak').keys.instance,
    operator: false,
  })
  expect(payload).not.toHaveProperty('email')
  expect(await me(tokens.access_token)).toMatchObject({ account: { id: mara, handle: 'mara' } })
})

test('a mirror gets no scope to change designs, and is not asked about it', async () => {
  const tokens = await reed.signIn(new Visitor(), 'bob')
  expect(tokens.scope.split(' ').sort()).toEqual(['openid', 'profile', 'social'])
  expect(claimsOf(tokens.id_token)).toMatchObject({ preferred_username: 'bob', home: expect.any(String) })
})

test('who is signed in at one instance types nothing at the next', async () => {
  const visitor = new Visitor()
  await oak.codeFor(visitor, 'mara')
  const { callback } = await reed.arrive(visitor, reed.authorizeUrl())
  expect(callback?.searchParams.get('code')).toEqual(expect.any(String))
  expect(callback?.searchParams.get('state')).toBe('the-state')
})

test('a wrong password leads nowhere and says so beside the form', async () => {
  const visitor = new Visitor()
  const { page } = await oak.arrive(visitor, oak.authorizeUrl())
  const refused = await visitor.submit(page?.url ?? '', { handle: 'mara', password: 'not the password' })
  expect(refused.status).toBe(401)
  const html = await refused.text()
  expect(textOf(html)).toContain('the name and the password do not fit together')
  expect(textOf(html)).toContain('to go on at oak')
  expect(html).toContain('value="mara"')
  expect(html).not.toContain('not the password')
})

test('a code is worth nothing without its verifier, a second time, or to others', async () => {
  const visitor = new Visitor()
  const code = await oak.codeFor(visitor, 'mara')
  expect(await oak.exchange(code, { code_verifier: 'x'.repeat(43) })).toBe('400 invalid_grant')

  const second = await oak.codeFor(visitor, 'mara')
  expect(await reed.exchange(second, { redirect_uri: oak.redirectUri })).toBe('400 invalid_grant')

  const third = await oak.codeFor(visitor, 'mara')
  expect(await oak.exchange(third)).toMatchObject({ token_type: 'Bearer' })
  expect(await oak.exchange(third)).toBe('400 invalid_grant')
})

test('of many exchanges of one code at once, one succeeds at most', async () => {
  const code = await oak.codeFor(new Visitor(), 'mara')
  const answers = await Promise.all(Array.from({ length: 6 }, () => oak.exchange(code)))
  const tokens = answers.filter((answer) => typeof answer !== 'string')
  expect(tokens.length).toBeLessThanOrEqual(1)
  expect(answers.filter((answer) => answer === '400 invalid_grant').length).toBeGreaterThanOrEqual(5)
})

test('an assertion by another key is refused, also by a key of the instance with another purpose', async () => {
  const code = await oak.codeFor(new Visitor(), 'mara')
  const foreign = registry.member('reed').keys.subkeys.openid
  expect(await oak.exchange(code, {}, foreign)).toBe('401 invalid_client')
  const own = registry.member('oak').keys.subkeys.request
  expect(await oak.exchange(code, {}, own)).toBe('401 invalid_client')
})

test('without PKCE, or with the plain method, nobody is signed in', async () => {
  const noPkce = { code_challenge: undefined, code_challenge_method: undefined }
  const without = await oak.arrive(new Visitor(), oak.authorizeUrl(noPkce))
  expect(without.callback?.searchParams.get('error')).toBe('invalid_request')
  const plain = await oak.arrive(new Visitor(), oak.authorizeUrl({ code_challenge_method: 'plain' }))
  expect(plain.callback?.searchParams.get('error')).toBe('invalid_request')
})

test('nobody is sent to an address that is not exactly the instance’s', async () => {
  const { baseUrl } = registry.member('oak')
  const hostile = [
    'https://eve.example/api/auth/callback/truss',
    `${baseUrl}/api/auth/callback/truss/../../x`,
    `${baseUrl}/api/auth/callback/truss?next=//eve.example`,
  ]
  for (const redirect_uri of hostile) {
    const response = await new Visitor().fetch(oak.authorizeUrl({ redirect_uri }), {
      headers: { accept: 'text/html' },
    })
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBe(null)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(textOf(await response.text())).toContain('The sign-in could not go on')
  }
})

test('a refresh token is worth one refresh, and its second use ends the sign-in', async () => {
  const first = await oak.signIn(new Visitor(), 'mara')
  const second = (await oak.refresh(first.refresh_token)) as Tokens
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect(await me(second.access_token)).toMatchObject({ account: { id: mara } })
  expect(await oak.refresh(first.refresh_token)).toBe('400 invalid_grant')
  expect(await oak.refresh(second.refresh_token)).toBe('400 invalid_grant')
  expect(await me(second.access_token)).toBe('401 unauthenticated')
})

test('after signing out on the registry’s page, an instance’s sign-in asks for the password', async () => {
  const visitor = new Visitor()
  await oak.codeFor(visitor, 'mara')
  await visitor.submit(`${registry.url}/signout`, {}, { action: '/signout' })
  const { page, callback } = await oak.arrive(visitor, oak.authorizeUrl())
  expect(callback).toBe(undefined)
  expect(textOf(page?.html ?? '')).toContain('Sign in')
})

test('after another person signed in on the registry’s page, instances see that person', async () => {
  const visitor = new Visitor()
  await oak.codeFor(visitor, 'mara')
  await visitor.submit(`${registry.url}/signout`, {}, { action: '/signout' })
  await visitor.submit(`${registry.url}/signin`, { handle: 'bob', password: PASSWORD })
  const tokens = await oak.exchange(await oak.codeFor(visitor, 'bob'))
  expect(claimsOf((tokens as Tokens).id_token)).toMatchObject({ preferred_username: 'bob' })
})

test('signing out at an instance asks, then ends the session here and leads back', async () => {
  const visitor = new Visitor()
  const { id_token } = await oak.signIn(visitor, 'mara')
  const { baseUrl } = registry.member('oak')
  const leave = new URL(`${oak.issuer}/session/end`)
  leave.searchParams.set('id_token_hint', id_token)
  leave.searchParams.set('post_logout_redirect_uri', baseUrl)
  const asked = await visitor.fetch(leave)
  expect(asked.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  const html = await asked.text()
  expect(textOf(html)).toContain('Sign out of the registry too?')
  expect(html).toContain('<link rel="stylesheet" href="/style.css">')
  expect(html).toContain('<a href="/account">mara</a>')

  const left = await visitor.submit(leave.href, { logout: 'yes' })
  expect(left.headers.get('location')).toMatch(new RegExp(`^${baseUrl}/?$`))
  const account = await visitor.fetch(`${registry.url}/account`)
  expect(account.headers.get('location')).toBe('/signin?next=/account')
  expect((await oak.arrive(visitor, oak.authorizeUrl())).callback).toBe(undefined)
})

test('the one script that the provider needs is allowed by its digest, and no other', async () => {
  const answer = await new Visitor().fetch(`${oak.issuer}/session/end`)
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[^' ]+'(;|$)/)
})

test('a sign-out that is declined leaves the session here', async () => {
  const visitor = new Visitor()
  const { id_token } = await oak.signIn(visitor, 'mara')
  await visitor.submit(`${oak.issuer}/session/end?id_token_hint=${id_token}`, {})
  expect((await visitor.fetch(`${registry.url}/account`)).status).toBe(200)
})

test('a changed password ends the sign-ins at instances and in other browsers', async () => {
  await registry.addPerson('nora')
  const [here, elsewhere] = [new Visitor(), new Visitor()]
  await here.submit(`${registry.url}/signin`, { handle: 'nora', password: PASSWORD })
  const tokens = await oak.signIn(elsewhere, 'nora')
  await here.submit(
    `${registry.url}/account`,
    { old: PASSWORD, password: 'seven small brass hinges' },
    { action: '/account/password' },
  )
  expect(await me(tokens.access_token)).toBe('401 unauthenticated')
  expect(await oak.refresh(tokens.refresh_token)).toBe('400 invalid_grant')
  expect((await elsewhere.fetch(`${registry.url}/account`)).status).toBe(303)
  expect((await here.fetch(`${registry.url}/account`)).status).toBe(200)
})

test('tokens that are unknown, malformed or missing are refused', async () => {
  expect(await me('nonsense')).toBe('401 unauthenticated')
  expect(await me('x'.repeat(5000))).toBe('401 unauthenticated')
  const { access_token } = await oak.signIn(new Visitor(), 'mara')
  expect(await me(`${access_token}x`)).toBe('401 unauthenticated')
  expect(await answerTo(getMe, await requestTo(registry.url, getMe, {}))).toBe('401 unauthenticated')
  expect(
    await answerTo(listInstanceHealth, await requestTo(registry.url, listInstanceHealth, {})),
  ).toMatchObject({ instances: [{}, {}] })
})

test('while an instance is suspended, nobody signs in there and its tokens do nothing', async () => {
  const { access_token } = await oak.signIn(new Visitor(), 'mara')
  expect(await like(access_token)).toBe('404 design-not-found')
  await registry.connection.sql`update instances set suspended = true where name = 'oak'`
  try {
    expect(await like(access_token)).toBe('403 forbidden')
    const { page } = await oak.arrive(new Visitor(), oak.authorizeUrl())
    expect(page?.status).toBe(400)
  } finally {
    await registry.connection.sql`update instances set suspended = false where name = 'oak'`
  }
  expect(await like(access_token)).toBe('404 design-not-found')
})

test('another browser that learns the address of a sign-in cannot finish it', async () => {
  const visitor = new Visitor()
  const { page } = await oak.arrive(visitor, oak.authorizeUrl())
  const stranger = new Visitor()
  const answer = await stranger.submit(page?.url ?? '', { handle: 'bob', password: PASSWORD })
  expect(answer.status).toBe(400)
  expect(textOf(await answer.text())).toContain('this sign-in has run out')
})
