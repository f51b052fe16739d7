import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

const COOKIE = 'truss_registry'

let registry: TestRegistry
let mara: Visitor

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak'] })
  await registry.addPerson('mara')
  await registry.addPerson('eve')
})
afterAll(() => registry?.[Symbol.asyncDispose]())
beforeEach(async () => {
  mara = await signedIn('mara')
})

let visits = 0

async function signedIn(handle: string, visitor = new Visitor()): Promise<Visitor> {
  const headers = { 'x-forwarded-for': `198.51.100.${++visits}` }
  await visitor.submit(`${registry.url}/signin`, { handle, password: PASSWORD }, { headers })
  return visitor
}

const page = (path: string) => `${registry.url}${path}`
/** Sends the password form as mara's browser would, from where the headers say. */
const changePassword = (headers: Record<string, string>, form?: Record<string, string>) =>
  mara.submit(
    page('/account'),
    { old: 'wrong on purpose', password: PASSWORD, ...form },
    { action: '/account/password', headers },
  )

test('a form from this site is taken', async () => {
  expect((await changePassword({})).status).toBe(400)
  expect((await changePassword({ origin: 'null' })).status).toBe(400)
})

test('a form from another site is refused, whatever it carries', async () => {
  expect((await changePassword({ origin: 'https://eve.example' })).status).toBe(403)
  expect((await changePassword({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await changePassword({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  // The same machine on another port: another instance of the demo.
  expect((await changePassword({ origin: 'http://127.0.0.1:1' })).status).toBe(403)
})

test('a form without its token, or with that of another browser, is refused', async () => {
  expect((await changePassword({}, { form: '' })).status).toBe(403)
  const eve = await signedIn('eve')
  const html = await (await eve.fetch(page('/account'))).text()
  const form = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
  expect(form.length).toBe(43)
  expect((await changePassword({}, { form })).status).toBe(403)
})

test('every form of every page is guarded', async () => {
  await registry.decide('oak', 'trusted')
  const olga = await signedIn('olga')
  const oak = registry.member('oak').keys.instance
  for (const path of [
    '/signin',
    '/signup',
    '/signout',
    '/account/home',
    '/account/password',
    '/account/tokens',
    '/account/tokens/remove',
    `/console/instances/${oak}`,
  ]) {
    const answer = await olga.fetch(page(path), {
      method: 'POST',
      body: new URLSearchParams({ level: 'mirror', reason: 'none at all', handle: 'x', password: PASSWORD }),
      headers: { origin: registry.url, 'x-forwarded-for': `198.51.100.${++visits}` },
    })
    expect(answer.status, path).toBe(403)
  }
})

test.each([
  'https://eve.example/',
  '//eve.example',
  '/\\eve.example',
  '\\\\eve.example',
  '/\t/eve.example',
  'javascript:alert(1)',
  'account',
])('a sign-in leads nowhere else: %s', async (next) => {
  const visitor = new Visitor()
  const answer = await visitor.submit(
    `${page('/signin')}?next=${encodeURIComponent(next)}`,
    { handle: 'mara', password: PASSWORD },
    { headers: { 'x-forwarded-for': `198.51.100.${++visits}` } },
  )
  expect(answer.headers.get('location')).toBe('/account')
  const already = await mara.fetch(`${page('/signin')}?next=${encodeURIComponent(next)}`)
  expect(already.headers.get('location')).toBe('/account')
})

test('a sign-in leads on to a page of this site', async () => {
  const answer = await mara.fetch(`${page('/signin')}?next=${encodeURIComponent('/console/instances?x=1')}`)
  expect(answer.headers.get('location')).toBe('/console/instances?x=1')
})

test('a session id that somebody planted is worth nothing after the sign-in', async () => {
  const visitor = new Visitor()
  const planted = 'A'.repeat(43)
  visitor.plant(registry.url, COOKIE, planted)
  await signedIn('mara', visitor)
  expect(visitor.cookie(registry.url, COOKIE)).not.toBe(planted)
  const thief = new Visitor()
  thief.plant(registry.url, COOKIE, planted)
  expect((await thief.fetch(page('/account'))).status).toBe(303)
})

test('the table of sessions opens nothing', async () => {
  const id = mara.cookie(registry.url, COOKIE) ?? ''
  const rows = await registry.connection.sql`select sha256 from page_sessions`
  const digests = rows.map(({ sha256 }) => sha256)
  expect(digests).toContain(createHash('sha256').update(id).digest('hex'))
  expect(digests).not.toContain(id)
})

test('a session that was signed out of is over for whoever kept its cookie', async () => {
  const kept = new Visitor()
  kept.plant(registry.url, COOKIE, mara.cookie(registry.url, COOKIE) ?? '')
  expect((await kept.fetch(page('/account'))).status).toBe(200)
  await mara.submit(page('/signout'), {})
  expect((await kept.fetch(page('/account'))).status).toBe(303)
})

test('cookies are out of reach of scripts and other sites, and travel over https only where there is https', async () => {
  const line = (await fetch(page('/signin'))).headers.getSetCookie().join('\n')
  expect(line).toContain('HttpOnly')
  expect(line).toContain('SameSite=Lax')
  expect(line).not.toContain('Secure')
  await using secure = await openTestRegistry({ env: { TRUSS_REGISTRY_URL: 'https://registry.example' } })
  const local = `http://127.0.0.1:${secure.running.port}/signin`
  expect((await fetch(local)).headers.getSetCookie().join('\n')).toContain('Secure')
})

test('pages run no script, stand in no frame and are not kept', async () => {
  for (const path of ['/', '/signin', '/signup', '/signout', '/nowhere']) {
    const answer = await fetch(page(path))
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('same-origin')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).not.toContain('<script')
  }
})

test('what people type is shown, not run', async () => {
  const hostile = '"><script>alert(1)</script>'
  const answer = await new Visitor().submit(page('/signin'), { handle: hostile, password: 'guess-guess' })
  const html = await answer.text()
  expect(html).not.toContain('<script')
  expect(html).toContain('&lt;script&gt;')
})

test('a page that is not there, a form too large and a broken one get a page, without a trace of code', async () => {
  const missing = await fetch(page('/no/such/page'))
  expect(missing.status).toBe(404)
  expect(textOf(await missing.text())).toContain('This page does not exist')
  const large = await fetch(page('/signin'), { method: 'POST', body: 'x'.repeat(70_000) })
  expect(large.status).toBe(413)
  expect(large.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  const broken = await fetch(page('/signin'), {
    method: 'POST',
    body: 'no boundary',
    headers: { 'content-type': 'multipart/form-data' },
  })
  expect(broken.status).toBeLessThan(500)
  expect(await broken.text()).not.toMatch(/\bat .*\.(ts|js):\d+/)
})
