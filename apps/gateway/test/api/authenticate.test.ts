import { createHash } from 'node:crypto'
import type { AccountId } from '@truss/contracts/ids'
import { Sha256 } from '@truss/contracts/ids'
import {
  createSession,
  deleteSession,
  extendSession,
  getSignIn,
  INTERNAL_API,
  putSignIn,
  readSession,
} from '@truss/contracts/instance-internal-routes'
import { type getRefs, getViewer, likeDesign } from '@truss/contracts/instance-routes'
import { createApi } from '@truss/http/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiActor } from '../../src/api/actor.ts'
import { createAuthenticators } from '../../src/api/authenticate.ts'
import { mountSessionRoutes } from '../../src/api/internal-routes.ts'
import { CLOCK, letters, NOW, openTestInstance, type TestInstance } from './test-instance.ts'

const SECRET = 'the-internal-secret-of-these-tests-0123456789'
const tokenText = (end: string) => `truss_${'a'.repeat(36 - end.length)}${end}`

let oak: TestInstance
let mara: AccountId
let session: string

beforeAll(async () => {
  oak = await openTestInstance()
  mara = await oak.addPerson('mara')
  await oak.stores.sessions.putSignIn(mara, { handle: 'mara', displayName: 'Mara', tokens: null })
  session = letters(40)
  await oak.stores.sessions.create(session, mara, new Date(NOW.getTime() + 60_000))
  const token = (end: string, more: { scopes: ('read' | 'push')[]; expiresAt: string | null }) => ({
    sha256: Sha256.parse(createHash('sha256').update(tokenText(end)).digest('hex')),
    account: mara,
    ...more,
  })
  await oak.stores.accessTokens.replaceAll([
    token('all', { scopes: ['read', 'push'], expiresAt: null }),
    token('read', { scopes: ['read'], expiresAt: null }),
    token('old', { scopes: ['read', 'push'], expiresAt: NOW.toISOString() }),
  ])
}, 60_000)
afterAll(() => oak?.[Symbol.asyncDispose]())

/** Who a request is taken for on a listener; the code of the refusal otherwise. */
async function whoIs(
  listener: 'internal' | 'public',
  headers: Record<string, string>,
  route: typeof getViewer | typeof likeDesign | typeof getRefs = getViewer,
): Promise<ApiActor | string> {
  const { stores } = oak
  const authenticate = createAuthenticators({ stores, clock: CLOCK, internalSecret: SECRET, listener })
  const request = new Request('http://oak.test/', { headers })
  return (
    authenticate[route.caller]?.({ route, request, body: new Uint8Array() }).catch((error) => error.code) ??
    'no authenticator'
  )
}

const asPages = (id: string) => ({ authorization: `Bearer ${SECRET}`, 'truss-session': id })
const withToken = (end: string) => ({ authorization: `Bearer ${tokenText(end)}` })

test('a session is believed when the pages name it on the internal listener', async () => {
  expect(await whoIs('internal', asPages(session))).toEqual({ account: mara })
  expect(await whoIs('internal', asPages('another'))).toBe(null)
  expect(await whoIs('internal', asPages('another'), likeDesign)).toBe('unauthenticated')
})

test('a session is not believed from outside, even with the secret', async () => {
  expect(await whoIs('public', { 'truss-session': session })).toBe(null)
  expect(await whoIs('public', asPages(session))).toBe('unauthenticated')
  expect(await whoIs('internal', { 'truss-session': session })).toBe(null)
  expect(await whoIs('internal', { ...asPages(session), authorization: `Bearer ${SECRET}x` })).toBe(
    'unauthenticated',
  )
})

test('an access token stands for its owner until it ends, within its scopes', async () => {
  expect(await whoIs('public', withToken('all'), likeDesign)).toEqual({ account: mara })
  expect(await whoIs('public', withToken('read'))).toEqual({ account: mara })
  expect(await whoIs('public', withToken('read'), likeDesign)).toBe('forbidden')
  expect(await whoIs('public', withToken('old'))).toBe('unauthenticated')
  expect(await whoIs('public', withToken('none'))).toBe('unauthenticated')
  expect(await whoIs('public', { authorization: 'Bearer nonsense' })).toBe('unauthenticated')
})

test('sessions are made, read, extended and ended by the pages only', async () => {
  const server = createApi<ApiActor>({
    base: INTERNAL_API,
    authenticate: createAuthenticators({
      ...{ stores: oak.stores, clock: CLOCK, internalSecret: SECRET, listener: 'internal' },
    }),
    log: oak.log,
  })
  mountSessionRoutes(server, { stores: oak.stores, clock: CLOCK })
  const clientWith = (secret: string) =>
    oak.clientOf((request) => {
      request.headers.set('authorization', `Bearer ${secret}`)
      return server.app.request(request)
    }, `http://oak.test${INTERNAL_API}`)
  const client = clientWith(SECRET)
  const bob = await oak.addPerson('bob')
  const id = letters(30)
  const until = (ms: number) => new Date(NOW.getTime() + ms).toISOString()

  await expect(clientWith('guess').call(readSession, { body: { id: session } })).rejects.toMatchObject({
    problem: { code: 'unauthenticated' },
  })
  expect(await client.call(getSignIn, { params: { account: bob } })).toEqual({ signIn: null })
  await expect(
    client.call(createSession, { body: { id, account: bob, expiresAt: until(1000) } }),
  ).rejects.toMatchObject({ problem: { code: 'account-not-found' } })

  await client.call(putSignIn, {
    params: { account: bob },
    body: { handle: 'bob', displayName: 'Bob', tokens: null },
  })
  await client.call(createSession, { body: { id, account: bob, expiresAt: until(1000) } })
  expect(await client.call(readSession, { body: { id } })).toMatchObject({ session: { handle: 'bob' } })
  const extended = await client.call(extendSession, { body: { id, expiresAt: until(5000) } })
  expect(extended.session?.expiresAt).toBe(until(5000))
  await client.call(deleteSession, { body: { id } })
  expect(await client.call(readSession, { body: { id } })).toEqual({ session: null })
})
