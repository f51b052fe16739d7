import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

/** `oak` and `elm` are trusted, `reed` a read-only mirror. */
let registry: TestRegistry
let visits = 0

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'elm', 'reed'] })
  await registry.decide('oak', 'trusted')
  await registry.decide('elm', 'trusted')
})
afterAll(() => registry?.[Symbol.asyncDispose]())

/** Each from an address of its own: how often one may try is another test. */
async function signUp(values: Record<string, string>, visitor = new Visitor()): Promise<Response> {
  const headers = { 'x-forwarded-for': `198.51.100.${++visits}` }
  return visitor.submit(
    `${registry.url}/signup`,
    { handle: 'someone', displayName: '', password: PASSWORD, email: '', ...values },
    { headers },
  )
}

/** What stands beside a field. */
const errorAt = (html: string, name: string) =>
  new RegExp(`<p class="note no" id="${name}-error">([^<]*)</p>`).exec(html)?.[1]

test('a person signs up, is signed in at once and has a home that can host', async () => {
  const visitor = new Visitor()
  const answer = await signUp({ handle: 'mara', displayName: 'Mara', email: 'mara@example.org' }, visitor)
  expect(answer.headers.get('location')).toBe('/account')
  const page = await (await visitor.fetch(`${registry.url}/account`)).text()
  expect(textOf(page)).toContain('Mara mara, home at oak')
  const [row] = await registry.connection.sql`select email, password_hash from accounts where handle = 'mara'`
  expect(row?.email).toBe('mara@example.org')
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('only instances that may host are offered as a home', async () => {
  const html = await (await fetch(`${registry.url}/signup`)).text()
  const offered = [...html.matchAll(/<option value="([^"]*)"/g)].map(([, id]) => id)
  expect(offered).toEqual([registry.member('oak').keys.instance, registry.member('elm').keys.instance])
  await signUp({ handle: 'wishful', home: registry.member('reed').keys.instance })
  const [row] = await registry.connection.sql`select home from accounts where handle = 'wishful'`
  expect(row?.home).toBe(registry.member('oak').keys.instance)
})

test.each([
  ['too short', 'a'],
  ['with dots', '..'],
  ['a repository’s ending', '.git'],
  ['upper case', 'Mara'],
  ['a Cyrillic twin', 'mаra'],
  ['a full-width twin', 'ｍara'],
  ['an invisible joint', 'ma\u200dra'],
  ['a slash', 'a/b'],
  ['an end of line', 'a\nb'],
  ['a tag', '<b>x</b>'],
  ['a hyphen at its end', 'mara-'],
  ['two hyphens', 'ma--ra'],
  ['300 characters', 'x'.repeat(300)],
  ['reserved', 'admin'],
  ['a path of the site', 'signin'],
])('a name is refused that is %s', async (_why, handle) => {
  const answer = await signUp({ handle, displayName: 'Kept' })
  expect(answer.status).toBe(400)
  const html = await answer.text()
  expect(errorAt(html, 'handle')).toEqual(expect.any(String))
  expect(html).toContain('value="Kept"')
  expect(html).not.toContain('<b>x</b>')
  expect(html).not.toContain(PASSWORD)
})

test('a name that is taken is refused beside its field, with the rest kept', async () => {
  await registry.addPerson('taken')
  const answer = await signUp({ handle: 'taken', email: 'x@example.org' })
  expect(answer.status).toBe(409)
  const html = await answer.text()
  expect(errorAt(html, 'handle')).toBe('the name taken is taken, choose another')
  expect(html).toContain('value="x@example.org"')
})

test('of many who want one name at once, one gets it', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => signUp({ handle: 'popular' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409, 409])
})

test('passwords, names and addresses that break the rules are named all at once', async () => {
  const html = await (
    await signUp({ handle: 'ok-name', password: 'short', email: 'nonsense', displayName: 'x'.repeat(90) })
  ).text()
  expect(errorAt(html, 'password')).toBe('use at least 10 characters')
  expect(errorAt(html, 'email')).toBe('this is no e-mail address')
  expect(errorAt(html, 'displayName')).toBe('use at most 80 characters')
  expect(errorAt(html, 'handle')).toBe(undefined)
  expect(
    errorAt(await (await signUp({ handle: 'ok-name', password: 'x'.repeat(257) })).text(), 'password'),
  ).toBe('use at most 256 characters')
})

test('a wrong password and an unknown name get the same answer', async () => {
  const signIn = async (handle: string) => {
    const answer = await new Visitor().submit(`${registry.url}/signin`, { handle, password: 'not this one' })
    return { status: answer.status, text: textOf(await answer.text()) }
  }
  const known = await signIn('mara')
  expect(known.status).toBe(401)
  expect(known.text).toContain('the name and the password do not fit together')
  expect(await signIn('nobody-at-all')).toEqual(known)
})

test('who tries passwords too often is slowed down, and others sign in meanwhile', async () => {
  const from = (address: string, password: string) =>
    new Visitor().submit(
      `${registry.url}/signin`,
      { handle: 'mara', password },
      { headers: { 'x-forwarded-for': address } },
    )
  const statuses = []
  for (let time = 0; time < 30; time++) statuses.push((await from('203.0.113.7', 'guess')).status)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
  expect((await from('203.0.113.8', PASSWORD)).status).toBe(303)
})
