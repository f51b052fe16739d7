import type { FeedEntry } from '@truss/contracts/feed'
import type { CompactJws } from '@truss/contracts/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendEvents } from '../src/registry/append-events.ts'
import { readFeedEntries } from '../src/registry/feed-reader.ts'
import { connectRegistry, type RegistryConnection } from '../src/registry/registry-db.ts'
import { startSequencer } from '../src/registry/sequencer.ts'
import { throwAwayDatabase } from './throw-away-database.ts'

let database: Awaited<ReturnType<typeof throwAwayDatabase>>
let connection: RegistryConnection

beforeAll(async () => {
  database = await throwAwayDatabase('registry')
  connection = connectRegistry(database.url)
}, 60_000)
afterAll(async () => {
  await connection?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const like = (n: number) =>
  ({
    kind: 'like',
    design: 'a'.repeat(51) + ALPHABET[n % 26],
    account: `a${'b'.repeat(25)}`,
    liked: true,
  }) as never

function start() {
  return startSequencer(connection, {
    clock: { now: () => new Date('2026-01-02T03:04:05.000Z') },
    sign: async ({ index }) => `header.${index}.${'s'.repeat(86)}` as CompactJws,
    onError: (error) => {
      throw error
    },
  })
}

test('indices are dense and in the order of the listeners, whatever the order of commits', async () => {
  await using sequencer = await start()
  const heard: number[] = []
  sequencer.onEntries((entries: readonly FeedEntry[]) => heard.push(...entries.map((entry) => entry.index)))
  const before = await sequencer.head()
  const indices = await Promise.all(
    Array.from({ length: 120 }, (_, n) =>
      connection.db
        .transaction((tx) => appendEvents(tx, [like(n), like(n + 1)]))
        .then((ticket) => sequencer.indexOf(ticket)),
    ),
  )
  await sequencer.drain()
  expect(await sequencer.head()).toBe(before + 240)
  expect(new Set(indices).size).toBe(120)
  expect(heard).toEqual(Array.from({ length: 240 }, (_, n) => before + n + 1))
  const stored = await readFeedEntries(connection.db, before, 1000)
  expect(stored.map((entry) => entry.index)).toEqual(heard)
})

test('an event that is still uncommitted delays nobody and comes later', async () => {
  await using sequencer = await start()
  const before = await sequencer.head()
  const { promise: release, resolve } = Promise.withResolvers<void>()
  const { promise: written, resolve: wrote } = Promise.withResolvers<void>()
  const slow = connection.db.transaction(async (tx) => {
    const ticket = await appendEvents(tx, [like(1)])
    wrote()
    await release
    return ticket
  })
  await written
  const quick = await connection.db.transaction((tx) => appendEvents(tx, [like(2)]))
  expect(await sequencer.indexOf(quick)).toBe(before + 1)
  resolve()
  expect(await sequencer.indexOf(await slow)).toBe(before + 2)
})

test('what was written while nobody numbered is numbered at the next start', async () => {
  const ticket = await connection.db.transaction((tx) => appendEvents(tx, [like(3)]))
  await using sequencer = await start()
  expect(await sequencer.indexOf(ticket)).toBe(await sequencer.head())
})
