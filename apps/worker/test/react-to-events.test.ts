import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import { QUEUES } from '@truss/contracts/jobs'
import { readRefState } from '@truss/federation/ref-state'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { MirrorPolicy } from '../src/deps.ts'
import { askForMissedCopies } from '../src/feed/ask-for-missed-copies.ts'
import { reactToEvents } from '../src/feed/react-to-events.ts'
import { clock, instanceOf, keysOf, maraJoins } from './fixtures.ts'
import { HostedDesign } from './hosted-design.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const [oak, reed] = [await keysOf('oak'), await keysOf('reed')]
let postgres: TestPostgres
let database: TestDatabase
let folder: string
let index: number

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-react-'))
  database = await postgres.open()
  index = 0
  await hear(
    maraJoins,
    instanceOf(oak, 'oak', 'http://127.0.0.1:1'),
    instanceOf(reed, 'reed', 'http://127.0.0.1:2'),
  )
})
afterEach(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function hear(...bodies: FeedEventBody[]): Promise<void> {
  const at = clock.now().toISOString()
  await database.stores.replica.apply(
    bodies.map((body) => {
      index += 1
      return { index: FeedIndex.parse(index), at, body }
    }),
  )
}

const deps = (policy: MirrorPolicy) => ({
  ...{ self: { id: reed.instance }, policy, random: () => 0.5 },
  ...{ stores: database.stores, queue: database.queue },
})
const pending = async () => ({
  mirror: await database.queue.pending(QUEUES.mirror),
  showcase: await database.queue.pending(QUEUES.showcase),
})

async function row(design: HostedDesign, host: boolean): Promise<void> {
  const { payload, sha256, record } = readRefState(design.last)
  await database.stores.copies.put({
    ...{ design: design.id, host, epoch: 1, seq: payload.seq, digest: payload.refs.digest, record },
    ...{ lastRecord: sha256, signedAt: clock.now(), checkedAt: clock.now(), refusedReason: null },
  })
}

test('only copies are followed on demand, all designs of others by the policy all, and each once', async () => {
  const [held, other] = [
    await HostedDesign.create(oak, folder, 'held'),
    await HostedDesign.create(oak, folder, 'other'),
  ]
  const bodies = [held.born, other.born, await held.push(), await other.push()]
  await hear(...bodies)
  await row(held, false)
  const later = [await held.push(), await held.push(), await other.push()]
  await hear(...later)
  await reactToEvents(deps('on-demand'), [...bodies, ...later])
  expect(await pending()).toEqual({ mirror: 1, showcase: 0 })
  await reactToEvents(deps('all'), [...bodies, ...later])
  expect(await pending()).toEqual({ mirror: 2, showcase: 0 })
})

test('what is hosted here is shown anew and never mirrored, also before its repository is open', async () => {
  const own = await HostedDesign.create(reed, folder, 'own')
  const bodies = [own.born, await own.push()]
  await hear(...bodies)
  await reactToEvents(deps('all'), bodies)
  expect(await pending()).toEqual({ mirror: 0, showcase: 0 })
  await row(own, true)
  await reactToEvents(deps('all'), bodies)
  expect(await pending()).toEqual({ mirror: 0, showcase: 1 })
})

test('after an absence the copies that are behind are asked for, and no others', async () => {
  const designs = await Promise.all(
    ['behind', 'current', 'absent', 'empty'].map((slug) => HostedDesign.create(oak, folder, slug)),
  )
  const [behind, current, absent, empty] = designs as [HostedDesign, HostedDesign, HostedDesign, HostedDesign]
  await hear(behind.born, current.born, absent.born, empty.born, await behind.push(), await current.push())
  await row(behind, false)
  await row(current, false)
  await hear(await behind.push(), await absent.push())
  expect(await askForMissedCopies(deps('on-demand'))).toBe(1)
  expect(await askForMissedCopies(deps('all'))).toBe(2)
  expect(await pending()).toEqual({ mirror: 2, showcase: 0 })
})
