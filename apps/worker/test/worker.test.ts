import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiskBlobStore } from '@truss/blobs/disk-blob-store'
import type { AccessToken } from '@truss/contracts/accounts'
import { Sha256 } from '@truss/contracts/ids'
import { WAKES } from '@truss/contracts/jobs'
import { readRefState } from '@truss/federation/ref-state'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { listRefs } from '@truss/git/refs'
import { repositoryPath } from '@truss/git/repository-path'
import { createSafeFetch } from '@truss/safe-fetch/safe-fetch'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createWorker, type Worker } from '../src/create-worker.ts'
import type { MirrorPolicy } from '../src/deps.ts'
import { askForCopy } from '../src/mirror/ask-for-copy.ts'
import { createRegistryAccess } from '../src/registry/registry-fetch.ts'
import { TOKENS_WAKE } from '../src/tokens/sync-tokens.ts'
import { FakeRegistry } from './fake-registry.ts'
import { clock, feedKey, instanceOf, keysOf, log, mara, maraJoins } from './fixtures.ts'
import { GitHost } from './git-host.ts'
import { HostedDesign } from './hosted-design.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

// oak hosts -- reed is the instance whose worker runs here
const [oak, reed] = [await keysOf('oak'), await keysOf('reed')]
let postgres: TestPostgres
let database: TestDatabase
let registry: FakeRegistry
let door: GitHost
let folder: string
let worker: Worker

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-worker-'))
  database = await postgres.open()
  registry = await new FakeRegistry().listen()
  door = await new GitHost(join(folder, 'oak')).listen()
  const bodies = [maraJoins, instanceOf(oak, 'oak', door.url), instanceOf(reed, 'reed', 'http://127.0.0.1:1')]
  await registry.append(...bodies)
  registry.snapshot = { index: 3, bodies }
})
afterEach(async () => {
  await worker.stop()
  await registry.close()
  await door.close()
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, maxRetries: 3 })
})

async function start(mirrorPolicy: MirrorPolicy = 'on-demand'): Promise<void> {
  worker = createWorker({
    ...{ clock, log, feedKey, mirrorPolicy, ...database, random: () => 0.01 },
    self: { id: reed.instance },
    repositories: { path: (design) => repositoryPath(join(folder, 'reed'), design) },
    blobs: await createDiskBlobStore(join(folder, 'blobs')),
    registry: createRegistryAccess(
      registry.url,
      createRequestSigner({ keys: reed, purpose: 'request', clock }),
    ),
    safeFetch: createSafeFetch({
      allowPrivateOrigins: [door.url],
      ...{ timeoutMs: 5_000, maxBytes: 1024, userAgent: 'test' },
    }),
    maxCopyBytes: 1 << 26,
    times: { heartbeatMs: 20, outboxMs: 50, rereadPausesMs: [20] },
  })
  await worker.start()
}

const until = <T>(look: () => T) => vi.waitFor(look, { timeout: 30_000, interval: 10 })
const streaming = () => until(() => expect(registry.streams.size).toBe(1))
const copied = (design: HostedDesign) =>
  until(async () => {
    const copy = await database.stores.copies.get(design.id)
    expect(copy?.lastRecord).toBe(readRefState(design.last).sha256)
  })

test('a copy is made when it is asked for, and follows each push from then on', async () => {
  const design = await HostedDesign.create(oak, join(folder, 'oak'), 'hinge')
  const asked = await HostedDesign.create(oak, join(folder, 'oak'), 'gear')
  await start()
  await streaming()
  await registry.append(design.born, asked.born, await design.push(), await asked.push())
  await until(async () => expect((await database.stores.replica.position()).applied).toBe(7))
  await askForCopy({ queue: database.queue, random: () => 0 }, asked.id)
  await copied(asked)
  await registry.append(await asked.push(), await asked.push('refs/heads/wide'))
  await copied(asked)
  const path = repositoryPath(join(folder, 'reed'), asked.id)
  expect(await listRefs(path)).toEqual(await listRefs(asked.gitDir))
  expect(await database.stores.copies.get(design.id)).toBe(undefined)
})

test('an instance that mirrors everything copies what it finds and what comes, and wakes those who wait', async () => {
  const [early, late] = await Promise.all(
    ['early', 'late'].map((slug) => HostedDesign.create(oak, join(folder, 'oak'), slug)),
  )
  if (!early || !late) throw new Error('no designs')
  await registry.append(early.born, await early.push())
  const wakes: string[] = []
  using _applied = await database.queue.onWake(WAKES.applied, (message) => wakes.push(message))
  await start('all')
  await copied(early)
  await streaming()
  await registry.append(late.born, await late.push())
  await copied(late)
  expect(wakes).toEqual(expect.arrayContaining(['3', '5']))
})

test('what was pushed while the worker was away is copied when it is back', async () => {
  const design = await HostedDesign.create(oak, join(folder, 'oak'), 'hinge')
  await registry.append(design.born, await design.push())
  await start('all')
  await copied(design)
  await worker.stop()
  await registry.append(await design.push())
  await start()
  await copied(design)
})

test('heartbeats say how far the feed is applied', async () => {
  await start()
  await streaming()
  await registry.append(maraJoins)
  await until(() =>
    expect(registry.callsTo(/heartbeats$/).at(-1)).toMatchObject({ signed: true, body: { appliedIndex: 4 } }),
  )
})

test('access tokens are read at the start and when the registry says that they changed', async () => {
  const token = (letter: string): AccessToken => {
    return { sha256: Sha256.parse(letter.repeat(64)), account: mara, scopes: ['push'], expiresAt: null }
  }
  const known = async (letter: string) => {
    return (await database.stores.accessTokens.bySha256(token(letter).sha256)) !== undefined
  }
  registry.tokens = [token('a'), token('b')]
  let wakes = 0
  using _tokens = await database.queue.onWake(TOKENS_WAKE, () => {
    wakes += 1
  })
  await start()
  await until(async () => expect(await known('b')).toBe(true))
  await streaming()
  registry.tokens = [token('a'), token('c')]
  registry.send('event: tokens\ndata: {}\n\n')
  await until(async () => expect(await known('c')).toBe(true))
  expect([await known('a'), await known('b')]).toEqual([true, false])
  await until(() => expect(wakes).toBeGreaterThan(1))
})

test('without a registry the worker starts, takes jobs and stops', async () => {
  await registry.close()
  await start()
  await worker.stop()
  await registry.listen()
})
