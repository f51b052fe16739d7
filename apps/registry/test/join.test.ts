import type { InstanceName } from '@truss/contracts/ids'
import { getRegistry, joinRegistry, sendHeartbeat } from '@truss/contracts/registry-routes'
import type { RouteResponse } from '@truss/contracts/route'
import { generateInstanceKeys } from '@truss/federation/instance-keys'
import { publicJwkOf } from '@truss/federation/jwk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerTo, requestTo } from './call-route.ts'
import { startTestMember, type TestMember } from './test-member.ts'
import { openTestRegistry, type TestRegistry } from './test-registry.ts'

/** The registry takes `oak` and `reed` at once; `stray` answers on an address that is not listed. */
let registry: TestRegistry
let oak: TestMember
let stray: TestMember

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'reed'] })
  oak = registry.member('oak')
  stray = await startTestMember('stray')
  stray.wellKnown = { instance: { id: stray.keys.instance }, registry: registry.url }
})
afterAll(async () => {
  await stray?.[Symbol.asyncDispose]()
  await registry?.[Symbol.asyncDispose]()
})

type Joined = RouteResponse<typeof joinRegistry>

test('the registry says who it is and what newcomers may', async () => {
  expect(await answerTo(getRegistry, await requestTo(registry.url, getRegistry, {}))).toMatchObject({
    name: 'test registry',
    url: registry.url,
    issuer: `${registry.url}/oidc`,
    joinLevel: 'mirror',
  })
})

test('an address in a private network is refused unless its exact origin is listed', async () => {
  expect(await stray.join(registry.url)).toBe('400 unsafe-url')
  const listed = (await oak.join(registry.url)) as Joined
  expect(listed.instance).toMatchObject({ id: oak.keys.instance, name: 'oak', level: 'mirror' })
})

test('a host name that leads into a private network is refused too', async () => {
  const { port } = new URL(oak.baseUrl)
  expect(await oak.join(registry.url, { baseUrl: `http://localhost:${port}` })).toBe('400 unsafe-url')
})

test('an address that answers for another instance or another registry does not join', async () => {
  const { wellKnown } = oak
  oak.wellKnown = { instance: { id: stray.keys.instance }, registry: registry.url }
  expect(await oak.join(registry.url)).toBe('502 unreachable')
  oak.wellKnown = { instance: { id: oak.keys.instance }, registry: 'https://elsewhere.example' }
  expect(await oak.join(registry.url)).toBe('502 unreachable')
  oak.wellKnown = { hello: 'world' }
  expect(await oak.join(registry.url)).toBe('502 unreachable')
  oak.wellKnown = wellKnown
})

test('keys that the root key has not certified are refused', async () => {
  const others = await generateInstanceKeys({ now: new Date() })
  expect(await oak.join(registry.url, { keys: [others.subkeys.request.key] })).toBe('401 bad-signature')
  expect(await oak.join(registry.url, { rootKey: publicJwkOf(others.root) })).toBe('401 bad-signature')
})

test('only the holder of the keys joins with them', async () => {
  const byAnother = { sign: stray.sign }
  const request = await requestTo(registry.url, joinRegistry, { body: oak.joinBody }, byAnother)
  expect(await answerTo(joinRegistry, request)).toBe('401 bad-signature')
})

test('names and addresses of others are taken', async () => {
  expect(await oak.join(registry.url, { name: 'reed' as InstanceName })).toBe('409 name-taken')
  const reed = registry.member('reed')
  reed.wellKnown = { instance: { id: oak.keys.instance }, registry: registry.url }
  expect(await oak.join(registry.url, { baseUrl: reed.baseUrl })).toBe('409 name-taken')
})

test('coming back changes name and address, never the level', async () => {
  await registry.decide('oak', 'trusted')
  const renamed = (await oak.join(registry.url, { name: 'old-oak' as InstanceName })) as Joined
  expect(renamed.instance).toMatchObject({ id: oak.keys.instance, name: 'old-oak', level: 'trusted' })
  await registry.decide('old-oak', 'mirror', 'moves to another machine')
  const back = (await oak.join(registry.url)) as Joined
  expect(back.instance).toMatchObject({ name: 'oak', level: 'mirror' })
})

test('where newcomers have to wait, they hold the lowest level', async () => {
  await using strict = await openTestRegistry({ members: ['elm'], env: { TRUSS_JOIN_LEVEL: 'applied' } })
  const elm = (await strict.member('elm').join(strict.url)) as Joined
  expect(elm.instance.level).toBe('applied')
  const beat = await strict
    .member('elm')
    .call(strict.url, sendHeartbeat, { body: { appliedIndex: elm.index } })
  expect(beat).toEqual({ head: elm.index })
})

test('who asks too often from one address is slowed down, others are not', async () => {
  const join = (address: string) =>
    fetch(`${registry.url}/v1/instances`, {
      method: 'POST',
      headers: { 'x-forwarded-for': address },
      body: '{}',
    })
  const statuses: number[] = []
  for (let time = 0; time < 40; time++) statuses.push((await join('203.0.113.9')).status)
  expect(new Set(statuses)).toEqual(new Set([400, 429]))
  expect((await join('203.0.113.10')).status).toBe(400)
})
