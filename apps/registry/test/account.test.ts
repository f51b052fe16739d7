import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AccessTokenText } from '@truss/contracts/accounts'
import type { InstanceName } from '@truss/contracts/ids'
import { listTokens } from '@truss/contracts/registry-routes'
import type { RouteResponse } from '@truss/contracts/route'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { provisionAccount, provisionToken } from '../src/provision.ts'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

/** `oak` and `elm` are trusted, `reed` is a mirror; mara is at home at oak. */
let registry: TestRegistry
let mara: Visitor
let visits = 0

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'elm', 'reed'] })
  await registry.decide('oak', 'trusted')
  await registry.decide('elm', 'trusted')
  await registry.addPerson('mara', { home: 'oak' })
})
afterAll(() => registry?.[Symbol.asyncDispose]())
beforeEach(async () => {
  mara = await signedIn('mara')
})

async function signedIn(handle: string, password = PASSWORD): Promise<Visitor> {
  const visitor = new Visitor()
  const headers = { 'x-forwarded-for': `198.51.100.${++visits}` }
  await visitor.submit(`${registry.url}/signin`, { handle, password }, { headers })
  return visitor
}

const act = (action: string, values: Record<string, string>, visitor = mara) =>
  visitor.submit(`${registry.url}/account`, values, {
    action,
    headers: { 'x-forwarded-for': `198.51.100.${++visits}` },
  })
const idOf = (name: string) => registry.member(name).keys.instance
const tokensAt = async (name: string) => {
  const answer = await registry.member(name).call(registry.url, listTokens, {})
  return (answer as RouteResponse<typeof listTokens>).tokens
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('a token is shown once, known to one instance by its digest, and gone when removed', async () => {
  const made = await act('/account/tokens', {
    ...{ label: 'laptop', instance: idOf('oak'), scope: 'push', days: '30' },
  })
  const text = /<code>(truss_[^<]*)<\/code>/.exec(await made.text())?.[1] ?? ''
  expect(AccessTokenText.safeParse(text).success).toBe(true)
  expect(await tokensAt('oak')).toMatchObject([{ sha256: sha256(text), scopes: ['push'] }])
  expect(await tokensAt('reed')).toEqual([])
  const again = await (await mara.fetch(`${registry.url}/account`)).text()
  expect(again).not.toContain(text)
  expect(textOf(again)).toContain('laptop oak push')

  await act('/account/tokens/remove', {})
  expect(await tokensAt('oak')).toEqual([])
})

test('the end of a token’s text is the checksum of its middle', async () => {
  const text = await provisionToken(registry.databaseUrl, {
    ...{ handle: 'mara', label: 'bot', days: null, scopes: ['read'] },
    instance: 'elm' as InstanceName,
  })
  const [random, checksum] = [text.slice(6, 36), text.slice(36)]
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const value = [...checksum].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
  expect(value).toBe(crc32(random))
  expect(await tokensAt('elm')).toMatchObject([{ sha256: sha256(text), expiresAt: null }])
})

test('nobody removes the token of another person', async () => {
  await provisionToken(registry.databaseUrl, {
    ...{ handle: 'mara', label: 'mine', days: 1, scopes: ['read'] },
    instance: 'reed' as InstanceName,
  })
  const html = await (await mara.fetch(`${registry.url}/account`)).text()
  const id = /name="id" value="([^"]*)"/.exec(html)?.[1] ?? ''
  await registry.addPerson('eve')
  const eve = await signedIn('eve')
  const form = /name="form" value="([^"]*)"/.exec(
    await (await eve.fetch(`${registry.url}/account`)).text(),
  )?.[1]
  const answer = await eve.fetch(`${registry.url}/account/tokens/remove`, {
    method: 'POST',
    body: new URLSearchParams({ form: form ?? '', id }),
    headers: { origin: registry.url },
  })
  expect(textOf(await answer.text())).toContain('there is no such token')
  expect((await tokensAt('reed')).length).toBe(1)
})

test('a slip in the days makes no token without end, and keeps what was typed', async () => {
  const before = (await tokensAt('oak')).length
  const answer = await act('/account/tokens', {
    ...{ label: 'phone', instance: idOf('oak'), scope: 'read', days: '12345' },
  })
  expect(answer.status).toBe(400)
  const html = await answer.text()
  expect(html).toContain('value="phone"')
  expect(textOf(html)).toContain('use 1 to 9999 days')
  const without = await act('/account/tokens', { label: 'x', instance: idOf('oak'), days: '' })
  expect(textOf(await without.text())).toContain('choose what the token may do')
  expect((await tokensAt('oak')).length).toBe(before)
})

test('a home is chosen among those that may host', async () => {
  expect(textOf(await (await act('/account/home', { home: idOf('elm') })).text())).toContain('home at elm')
  const refused = await act('/account/home', { home: idOf('reed') })
  expect(refused.status).toBe(400)
  expect(textOf(await refused.text())).toContain('reed is read-only and cannot be a home')
  expect(textOf(await (await act('/account/home', { home: 'nonsense' })).text())).toContain(
    'no such instance',
  )
})

test('a password changes with the old one only', async () => {
  await registry.addPerson('nora')
  const nora = await signedIn('nora')
  const change = (old: string, password: string) => act('/account/password', { old, password }, nora)
  const wrong = await change('not the old one', 'seven small brass hinges')
  expect(wrong.status).toBe(400)
  expect(textOf(await wrong.text())).toContain('the old password is not right')
  expect(textOf(await (await change(PASSWORD, 'short')).text())).toContain('use at least 10 characters')

  const id = nora.cookie(registry.url, 'truss_registry')
  expect((await change(PASSWORD, 'seven small brass hinges')).status).toBe(200)
  expect(nora.cookie(registry.url, 'truss_registry')).toBe(id)
  const location = async (password: string) =>
    (await (await signedIn('nora', password)).fetch(`${registry.url}/account`)).status
  expect(await location(PASSWORD)).toBe(303)
  expect(await location('seven small brass hinges')).toBe(200)
})

test('an account is provisioned once, and brought home when asked again', async () => {
  const input = { handle: 'petra', displayName: 'Petra', password: PASSWORD, operator: false }
  const id = await provisionAccount(registry.databaseUrl, { ...input, home: 'oak' as InstanceName })
  expect(await provisionAccount(registry.databaseUrl, { ...input, home: 'elm' as InstanceName })).toBe(id)
  const [row] = await registry.connection.sql`select home from accounts where handle = 'petra'`
  expect(row?.home).toBe(idOf('elm'))
  await expect(
    provisionAccount(registry.databaseUrl, { ...input, handle: '..', home: null }),
  ).rejects.toMatchObject({ code: 'invalid-request' })
})
