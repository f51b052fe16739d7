import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WAKES } from '@truss/contracts/jobs'
import type { CompactJws } from '@truss/contracts/records'
import { getRegistry } from '@truss/contracts/registry-routes'
import { readRefState } from '@truss/federation/ref-state'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startOutboxRelay } from '../src/outbox/relay-outbox.ts'
import { createRegistryAccess } from '../src/registry/registry-fetch.ts'
import type { Pump } from '../src/schedule/pump.ts'
import { type Call, FakeRegistry, problem } from './fake-registry.ts'
import { clock, keysOf, log } from './fixtures.ts'
import { HostedDesign } from './hosted-design.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const oak = await keysOf('oak')
let postgres: TestPostgres
let database: TestDatabase
let registry: FakeRegistry
let relay: Pump | undefined
let folder: string
let now: Date

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-outbox-'))
  database = await postgres.open()
  registry = await new FakeRegistry().listen()
  now = clock.now()
})
afterEach(async () => {
  await relay?.[Symbol.asyncDispose]()
  await registry.close()
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function start(): Promise<Pump> {
  const sign = createRequestSigner({ keys: oak, purpose: 'request', clock })
  relay = await startOutboxRelay({
    ...{ log, random: () => 0.01, everyMs: 30, queue: database.queue, stores: database.stores },
    clock: { now: () => now },
    registry: createRegistryAccess(registry.url, sign).client,
  })
  return relay
}

/** Signs and queues as a push does. */
async function queueStates(design: HostedDesign, count: number): Promise<void> {
  for (let push = 0; push < count; push++) {
    const { payload, sha256, record } = readRefState(await design.sign())
    await database.stores.outbox.add({
      ...{ design: design.id, host: true, epoch: payload.epoch, seq: payload.seq, record },
      ...{
        digest: payload.refs.digest,
        lastRecord: sha256,
        signedAt: now,
        checkedAt: now,
        refusedReason: null,
      },
    })
  }
}

const place = (call: Call) => readRefState((call.body as { record: CompactJws }).record).payload
const sentOf = (design: HostedDesign) =>
  registry.calls.filter((call) => call.path.includes(design.id)).map(place)
const until = <T>(look: () => T) => vi.waitFor(look, { timeout: 15_000, interval: 10 })
const drained = () => until(async () => expect(await database.stores.outbox.pending()).toBe(0))
const create = (slug: string) => HostedDesign.create(oak, folder, slug)
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}

test('states of each design arrive in order, each once, signed, and never two of a design at a time', async () => {
  const designs = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(create))
  for (const design of designs) await queueStates(design, 4)
  const open = new Map<string, number>()
  let most = 0
  registry.intercept = async ({ path }) => {
    open.set(path, (open.get(path) ?? 0) + 1)
    expect(open.get(path)).toBe(1)
    most = Math.max(most, open.size)
    await new Promise((resolve) => setImmediate(resolve))
    open.delete(path)
    return undefined
  }
  await start()
  await drained()
  for (const design of designs) expect(sentOf(design).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  expect(registry.calls.every(({ signed }) => signed)).toBe(true)
  expect(most).toBeLessThanOrEqual(4)
})

test('while the registry is away nothing is lost, and afterwards the order is kept', async () => {
  const design = await create('a')
  await registry.close()
  await queueStates(design, 3)
  const pump = await start()
  await until(async () => expect(await database.stores.outbox.next(9)).toMatchObject([{ seq: 1 }]))
  await registry.listen()
  registry.intercept = () => problem(503, 'registry-down')
  await until(() => expect(registry.calls.length).toBeGreaterThan(2))
  expect(new Set(sentOf(design).map(({ seq }) => seq))).toEqual(new Set([1]))
  registry.intercept = () => undefined
  pump.hurry()
  await drained()
  expect([...new Set(sentOf(design).map(({ seq }) => seq))]).toEqual([1, 2, 3])
})

test('a state that fails by itself holds up its own design and no other', async () => {
  const [sick, well] = [await create('sick'), await create('well')]
  await queueStates(sick, 2)
  await queueStates(well, 3)
  registry.intercept = ({ path }) => (path.includes(sick.id) ? problem(429, 'too-many-requests') : undefined)
  await start()
  await until(() => expect(sentOf(well).map(({ seq }) => seq)).toEqual([1, 2, 3]))
  expect(new Set(sentOf(sick).map(({ seq }) => seq))).toEqual(new Set([1]))
  await until(async () => expect(await database.stores.outbox.pending()).toBe(2))
  registry.intercept = () => undefined
  await until(async () => {
    later(60)
    expect(await database.stores.outbox.pending()).toBe(0)
  })
  expect([...new Set(sentOf(sick).map(({ seq }) => seq))]).toEqual([1, 2])
})

test.each(['bad-record', 'not-the-host', 'conflicting-state'])(
  'a state that is refused as %s is kept with the reason, and the rest of its design waits',
  async (code) => {
    const design = await create('a')
    const errors = vi.spyOn(log, 'error')
    await queueStates(design, 2)
    registry.intercept = () => problem(409, code)
    await start()
    await until(async () => expect(await database.stores.outbox.next(9)).toEqual([]))
    expect(sentOf(design).map(({ seq }) => seq)).toEqual([1])
    expect(errors).toHaveBeenCalledWith(
      expect.objectContaining({ design: design.id, seq: 1, reason: expect.stringContaining(code) }),
      expect.anything(),
    )
    errors.mockRestore()
  },
)

test('a stale state is asked about once more before it is given up', async () => {
  const [raced, gone] = [await create('raced'), await create('gone')]
  await queueStates(raced, 1)
  await queueStates(gone, 2)
  const asked = new Map<string, number>()
  registry.intercept = ({ path }) => {
    asked.set(path, (asked.get(path) ?? 0) + 1)
    const stale = path.includes(gone.id) || asked.get(path) === 1
    return stale ? problem(409, 'stale-state') : undefined
  }
  await start()
  await until(() => expect(asked.size).toBe(2))
  await until(async () => {
    later(60)
    expect(await database.stores.outbox.next(9)).toEqual([])
  })
  expect(sentOf(raced).map(({ seq }) => seq)).toEqual([1, 1])
  expect(sentOf(gone).map(({ seq }) => seq)).toEqual([1, 1])
})

test('a push wakes the relay', async () => {
  await start()
  const design = await create('a')
  await queueStates(design, 1)
  await database.queue.wake(WAKES.outbox, design.id)
  await drained()
})

test('a client without the right address of the registry sends nothing', async () => {
  const sign = async (request: Request) => new Request('http://127.0.0.1:9/elsewhere', request)
  const { client } = createRegistryAccess(registry.url, sign)
  await expect(client.call(getRegistry)).rejects.toMatchObject({ problem: { code: 'unreachable' } })
})
