import type { Account } from '@truss/contracts/accounts'
import type { FeedEntry, FeedEvent } from '@truss/contracts/feed'
import { FeedIndex, type InstanceName } from '@truss/contracts/ids'
import { CompactJws } from '@truss/contracts/records'
import { getRegistry, type joinRegistry, readFeed, readSnapshot } from '@truss/contracts/registry-routes'
import type { RouteResponse } from '@truss/contracts/route'
import { migrateDatabase } from '@truss/db/postgres/migrate'
import { createAccountStore } from '@truss/db/registry/account-store'
import { connectRegistry } from '@truss/db/registry/registry-db'
import { feed } from '@truss/db/registry/tables'
import { verifyFeedEvent } from '@truss/federation/feed-event'
import { createSignedFetch } from '@truss/federation/sign-fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streamFeed } from '../src/feed/stream-feed.ts'
import { provisionToken } from '../src/provision.ts'
import { randomIds } from '../src/random-ids.ts'
import { answerTo, requestTo } from './call-route.ts'
import { entryIndex, eventsOf, take } from './stream-reader.ts'
import { openTestRegistry, type TestRegistry } from './test-registry.ts'
import { throwAwayDatabase } from './throw-away-database.ts'

const WRITERS = 20
const CHANGES = 8

let registry: TestRegistry

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak'], heartbeatMs: 50 })
})
afterAll(() => registry?.[Symbol.asyncDispose]())

const page = async (after: number, limit = 1000) => {
  const request = await requestTo(registry.url, readFeed, { query: { after, limit } })
  return (await answerTo(readFeed, request)) as RouteResponse<typeof readFeed>
}
const stream = (after: number, init: RequestInit = {}) =>
  fetch(`${registry.url}/v1/feed/stream?after=${after}`, init)

const dense = (after: number, count: number) => Array.from({ length: count }, (_, n) => after + 1 + n)

/** Writers in connections of their own; each changes one account after another change has been committed. */
async function writeInParallel(prefix: string): Promise<void> {
  await using connection = connectRegistry(registry.databaseUrl)
  const accounts = createAccountStore(connection.db)
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const account = {
        id: randomIds.account(),
        handle: `${prefix}-${writer}`,
        displayName: '0',
        home: null,
        operator: false,
        createdAt: new Date().toISOString(),
      } as Account
      await accounts.add(account, { passwordHash: 'none', email: null })
      for (let change = 1; change <= CHANGES; change++) {
        await accounts.update({ ...account, displayName: String(change) })
      }
    }),
  )
}

async function verified(entries: readonly FeedEntry[]): Promise<FeedEvent[]> {
  const about = (await answerTo(
    getRegistry,
    await requestTo(registry.url, getRegistry, {}),
  )) as RouteResponse<typeof getRegistry>
  return Promise.all(entries.map(({ record, index }) => verifyFeedEvent(record, about.feedKey, index)))
}

test('the feed stays dense and keeps each writer’s order under twenty parallel writers', async () => {
  const { head: before } = await page(0)
  const total = WRITERS * (CHANGES + 1)
  const live = stream(before)
  await writeInParallel('dense')
  const seen = await take(eventsOf(await live), total, entryIndex)
  expect(seen).toEqual(dense(before, total))

  const { head, entries } = await page(before)
  expect(head).toBe(before + total)
  const events = await verified(entries)
  expect(events.map(({ index }) => index)).toEqual(seen)
  const orders = new Map<string, string[]>()
  for (const { body } of events) {
    if (body.kind !== 'account') throw new Error(`an event of nobody: ${body.kind}`)
    const { handle, displayName } = body.account
    orders.set(handle, [...(orders.get(handle) ?? []), displayName])
  }
  const inOrder = Array.from({ length: CHANGES + 1 }, (_, change) => String(change))
  expect(orders.size).toBe(WRITERS)
  for (const order of orders.values()) expect(order).toEqual(inOrder)
})

test('a reader that is cut again and again while others write misses nothing and gets nothing twice', async () => {
  const { head: before } = await page(0)
  const total = WRITERS * (CHANGES + 1)
  const writing = writeInParallel('cut')
  const seen: number[] = []
  while (seen.length < total) {
    const cursor = seen.at(-1) ?? before
    const some = Math.min(1 + (seen.length % 37), total - seen.length)
    seen.push(...(await take(eventsOf(await stream(cursor)), some, entryIndex)))
  }
  await writing
  expect(seen).toEqual(dense(before, total))
  expect((await page(0)).head).toBe(before + total)
})

test('pages are bounded and lead on', async () => {
  const first = await page(0, 3)
  expect(first.entries.map(({ index }) => index)).toEqual([1, 2, 3])
  const second = await page(3, 2)
  expect(second.entries.map(({ index }) => index)).toEqual([4, 5])
  expect((await page(first.head)).entries).toEqual([])
  for (const query of ['after=-1', 'limit=0', 'limit=1001', 'after=x']) {
    expect((await fetch(`${registry.url}/v1/feed?${query}`)).status).toBe(400)
  }
})

test('a stream begins with a heartbeat that carries the head, and beats on without news', async () => {
  const { head } = await page(0)
  const beats = await take(eventsOf(await stream(head)), 3, ({ event, data }) =>
    event === 'heartbeat' ? data : undefined,
  )
  expect(beats).toEqual([{ head }, { head }, { head }])
})

test('the header of a browser that reconnects counts more than the old address', async () => {
  const response = await stream(0, { headers: { 'last-event-id': '4' } })
  expect(await take(eventsOf(response), 2, entryIndex)).toEqual([5, 6])
  expect((await stream(-1)).status).toBe(400)
  expect((await fetch(`${registry.url}/v1/feed/stream?after=soon`)).status).toBe(400)
})

test('an instance hears when its access tokens change, others do not', async () => {
  const oak = registry.member('oak')
  await registry.addPerson('mara')
  const { head } = await page(0)
  const signedFetch = createSignedFetch({
    keys: oak.keys,
    purpose: 'request',
    clock: { now: () => new Date() },
    fetch,
  })
  const events = eventsOf(await signedFetch(new Request(`${registry.url}/v1/feed/stream?after=${head}`)))
  // By hand: leaving a loop would end the stream.
  const nextTold = async () => {
    for (;;) {
      const { value } = await events.next()
      if (value?.event === 'tokens') return value.event
    }
  }
  expect(await nextTold()).toBe('tokens')
  await provisionToken(registry.databaseUrl, {
    handle: 'mara',
    instance: 'oak' as InstanceName,
    scopes: ['read'],
    label: 'laptop',
    days: 1,
  })
  expect(await nextTold()).toBe('tokens')
  await events.return(undefined)

  const strangers = await take(eventsOf(await stream(head)), 3, ({ event }) => event)
  expect(strangers).not.toContain('tokens')
})

test('a stream request with a bad signature is refused, not served as a stranger’s', async () => {
  const response = await stream(0, { headers: { signature: 'sig=:AAAA:', 'signature-input': 'sig=()' } })
  expect(response.status).toBe(401)
})

/** A table of the feed with entries of 20 kB, numbered by nobody, and what a stream of it needs. */
async function openLargeFeed(total: number) {
  const database = await throwAwayDatabase()
  await migrateDatabase(database.url, 'registry')
  const connection = connectRegistry(database.url)
  const record = CompactJws.parse(`${'a'.repeat(20_000)}.b.${'c'.repeat(86)}`)
  const add = async (indices: readonly number[]) => {
    const rows = indices.map((index) => ({ index, ticket: BigInt(index), kind: 'x', record }))
    for (let at = 0; at < rows.length; at += 200) {
      await connection.db.insert(feed).values(rows.slice(at, at + 200))
    }
    return indices.map((index): FeedEntry => ({ index: FeedIndex.parse(index), record }))
  }
  await add(dense(0, total))
  const listeners = new Set<(entries: readonly FeedEntry[]) => void>()
  const left = Promise.withResolvers<void>()
  return {
    /** Adds entries and tells of them. */
    async announce(indices: readonly number[]) {
      const entries = await add(indices)
      for (const listener of listeners) listener(entries)
    },
    /** Resolves when a stream has ended. */
    left: left.promise,
    stream(after: number, stallMs: number) {
      const deps = {
        db: connection.db,
        sequencer: {
          onEntries: (listener: (entries: readonly FeedEntry[]) => void) => {
            listeners.add(listener)
            return left.resolve
          },
          head: async () => FeedIndex.parse(total),
        },
        ...{ heartbeatMs: 60_000, stallMs, log: registry.running.log },
        stopping: new AbortController().signal,
      }
      return eventsOf(streamFeed(deps, after, new AbortController().signal))
    },
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('a reader that does not read is cut with little in memory, and comes back with its cursor', async () => {
  const total = 1200
  await using large = await openLargeFeed(total)
  const unread = large.stream(0, 10)
  await large.left
  const seen = await take(unread, total, entryIndex)
  expect(seen.length).toBeGreaterThan(0)
  // One comfortable megabyte, not the whole page.
  expect(seen.length).toBeLessThan(80)

  // Whoever does read gets the whole rest in one go, however much it is.
  const rest = large.stream(seen.length, 60_000)
  seen.push(...(await take(rest, total - seen.length, entryIndex)))
  expect(seen).toEqual(dense(0, total))
})

test('news that comes while a reader is catching up is not forgotten', async () => {
  // Less than one page, and more than waits in memory: all is read from the table, and not all is sent.
  await using large = await openLargeFeed(90)
  const events = large.stream(0, 60_000)
  const seen: number[] = []
  const readTo = async (count: number) => {
    while (seen.length < count) {
      const { value, done } = await events.next()
      if (done) throw new Error(`the stream ended after ${seen.length}`)
      const index = entryIndex(value)
      if (index !== undefined) seen.push(index)
    }
  }
  await readTo(5)
  await large.announce([91, 92, 93])
  await readTo(93)
  await large.announce([94])
  await readTo(94)
  expect(seen).toEqual(dense(0, 94))
  await events.return(undefined)
})

test('a newcomer starts from a snapshot and the feed after it', async () => {
  const request = await requestTo(registry.url, readSnapshot, {})
  const { index, bodies } = (await answerTo(readSnapshot, request)) as RouteResponse<typeof readSnapshot>
  expect(index).toBe((await page(0)).head)
  const handles = bodies.flatMap((body) => (body.kind === 'account' ? [body.account.handle] : []))
  expect(handles).toContain('dense-7')
  expect(handles.length).toBe(new Set(handles).size)
  expect(JSON.stringify(bodies)).not.toMatch(/passwordHash|argon2|email/)
})

test('indices go on where they were after a restart', async () => {
  await using second = await openTestRegistry({ members: ['elm'] })
  await second.addPerson('nora')
  const joined = (await second.member('elm').join(second.url)) as RouteResponse<typeof joinRegistry>
  expect(joined.index).toBe(3)
  await second.restart()
  const again = (await second.member('elm').join(second.url)) as RouteResponse<typeof joinRegistry>
  expect(again.index).toBe(4)
})
