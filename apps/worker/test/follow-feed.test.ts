import type { FeedEventBody } from '@truss/contracts/feed'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type FollowedFeed, followFeed } from '../src/feed/follow-feed.ts'
import { createRegistryAccess } from '../src/registry/registry-fetch.ts'
import { entryText, FakeRegistry, problem } from './fake-registry.ts'
import { accountEvent, clock, feedKey, keysOf, log } from './fixtures.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const oak = await keysOf('oak')
let postgres: TestPostgres
let database: TestDatabase
let registry: FakeRegistry
let feed: FollowedFeed | undefined
let heard: { indices: number[]; kinds: string[]; caughtUp: number; connected: number; tokens: number }

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  database = await postgres.open()
  registry = await new FakeRegistry().listen()
  heard = { indices: [], kinds: [], caughtUp: 0, connected: 0, tokens: 0 }
})
afterEach(async () => {
  await feed?.stop()
  await registry.close()
  await database[Symbol.asyncDispose]()
})

function follow(change: { silenceMs?: number; onApplied?: () => void } = {}): void {
  const sign = createRequestSigner({ keys: oak, purpose: 'request', clock })
  feed = followFeed({
    ...{ clock, log, feedKey, random: () => 0.1, silenceMs: change.silenceMs ?? 20_000 },
    stores: database.stores,
    registry: createRegistryAccess(registry.url, sign),
    listener: {
      async applied(index: number, bodies: readonly FeedEventBody[]) {
        heard.indices.push(index)
        heard.kinds.push(...bodies.map((body) => body.kind))
        change.onApplied?.()
      },
      async caughtUp() {
        heard.caughtUp += 1
      },
      connected() {
        heard.connected += 1
      },
      tokens() {
        heard.tokens += 1
      },
    },
  })
}

const applied = async () => (await database.stores.replica.position()).applied
const handles = async (n: number) => (await database.stores.catalog.accountByHandle(`bob-${n}`)) !== undefined
const until = <T>(look: () => T) => vi.waitFor(look, { timeout: 15_000, interval: 10 })
const reaches = (index: number) => until(async () => expect(await applied()).toBe(index))
const streaming = () => until(() => expect(registry.streams.size).toBe(1))

test('a newcomer takes the snapshot, then pages from there, then the stream', async () => {
  await registry.append(...[1, 2, 3, 4].map(accountEvent))
  registry.snapshot = { index: 2, bodies: [accountEvent(1), accountEvent(2)] }
  follow()
  await reaches(4)
  await streaming()
  await registry.append(accountEvent(5))
  await reaches(5)
  expect(await Promise.all([1, 2, 3, 4, 5].map(handles))).toEqual([true, true, true, true, true])
  expect(registry.callsTo(/feed/).every((call) => call.signed)).toBe(true)
  expect(heard).toMatchObject({ indices: [2, 4, 5], caughtUp: 1, connected: 1 })
  expect((await database.stores.replica.position()).registryHeardAt).toEqual(clock.now())
})

test('who was here before asks for no snapshot', async () => {
  await registry.append(accountEvent(1))
  await database.stores.replica.replace((await registry.sign(accountEvent(1))).index, clock.now(), [
    accountEvent(1),
  ])
  await registry.append(accountEvent(2))
  follow()
  await reaches(2)
  expect(registry.callsTo(/snapshot/)).toEqual([])
})

test('a stream that comes byte by byte, with what was applied before, changes nothing', async () => {
  registry.pieceBytes = 1
  await registry.append(...[1, 2].map(accountEvent))
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  registry.greet = () => [': hello\n\n', ...registry.entries.map(entryText), registry.heartbeat()]
  follow()
  await streaming()
  await registry.append(accountEvent(3))
  registry.send(...registry.entries.map(entryText))
  await registry.append(accountEvent(4))
  await reaches(4)
  expect(heard.kinds).toEqual(['account', 'account', 'account'])
})

test('a stream that is cut in the middle of an entry is taken up again after the last whole one', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow()
  for (const n of [2, 3, 4, 5]) {
    await streaming()
    const entry = await registry.sign(accountEvent(n))
    registry.entries.push(entry)
    const text = entryText(entry)
    registry.send(text.slice(0, Math.floor((text.length * n) / 6)))
    registry.cutStreams()
    await reaches(n)
  }
})

test('an altered entry of the stream is refused, what stood before it is applied, and the true one from a page is taken', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow()
  await streaming()
  const good = await registry.sign(accountEvent(2))
  const forged = { index: 3, record: (await registry.sign(accountEvent(9), 4)).record }
  const errors = vi.spyOn(log, 'error')
  registry.send(entryText(good) + entryText(forged as typeof good))
  await until(() =>
    expect(errors).toHaveBeenCalledWith(expect.objectContaining({ index: 3 }), expect.anything()),
  )
  expect(await applied()).toBe(2)
  expect(await handles(9)).toBe(false)
  registry.entries.push(good, await registry.sign(accountEvent(3), 3))
  await reaches(3)
  expect(await handles(9)).toBe(false)
  errors.mockRestore()
})

test('a page with a changed record is never applied, however often it is sent', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(...[1, 2, 3].map(accountEvent))
  const [, second] = registry.entries as [never, (typeof registry.entries)[number], never]
  const [header, payload, signature] = second.record.split('.') as [string, string, string]
  const body = JSON.parse(Buffer.from(payload, 'base64url').toString())
  body.body.account.operator = true
  const changed = Buffer.from(JSON.stringify(body)).toString('base64url')
  registry.entries[1] = { ...second, record: `${header}.${changed}.${signature}` as typeof second.record }
  follow()
  await until(() => expect(registry.callsTo(/GET \/v1\/feed$/).length).toBeGreaterThan(3))
  expect(await applied()).toBe(1)
  expect(registry.callsTo(/stream/)).toEqual([])
  registry.entries[1] = second
  await reaches(3)
})

test('a gap in the stream is filled from a page', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow()
  await streaming()
  registry.entries.push(await registry.sign(accountEvent(2)))
  await registry.append(accountEvent(3))
  await reaches(3)
  expect(await handles(2)).toBe(true)
})

test('a heartbeat that counts more than came makes the reader ask', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow()
  await streaming()
  registry.entries.push(await registry.sign(accountEvent(2)))
  registry.send(registry.heartbeat())
  await reaches(2)
  expect(registry.callsTo(/stream/)).toHaveLength(1)
})

test('a registry that restarts is found again and is told so', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow()
  await streaming()
  await registry.close()
  registry.entries.push(await registry.sign(accountEvent(2)))
  await registry.listen()
  await reaches(2)
  await streaming()
  expect(heard.connected).toBe(2)
  registry.send('event: tokens\ndata: {}\n\n')
  await until(() => expect(heard.tokens).toBe(1))
})

test('a registry that is not there at the start is waited for', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  registry.intercept = () => problem(503, 'registry-down')
  follow()
  await until(() => expect(registry.callsTo(/snapshot/).length).toBeGreaterThan(2))
  registry.intercept = () => undefined
  await reaches(1)
})

test('a silent stream is dropped and taken up anew', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  follow({ silenceMs: 50 })
  await until(() => expect(registry.callsTo(/stream/).length).toBeGreaterThan(1))
})

test('a reaction that failed leads to a look at everything', async () => {
  registry.snapshot = { index: 1, bodies: [accountEvent(1)] }
  await registry.append(accountEvent(1))
  let broken = false
  follow({
    onApplied() {
      if (broken) throw new Error('the queue is away')
    },
  })
  await until(() => expect(heard.caughtUp).toBe(1))
  await streaming()
  broken = true
  await registry.append(accountEvent(2))
  await reaches(2)
  broken = false
  await until(() => expect(heard.caughtUp).toBe(2))
})
