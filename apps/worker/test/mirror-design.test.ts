import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeedEventBody } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import { QUEUES, WAKES } from '@truss/contracts/jobs'
import type { CompactJws } from '@truss/contracts/records'
import { readRefState } from '@truss/federation/ref-state'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { fetchIntoIncoming } from '@truss/git/fetch-mirror'
import { runGit } from '@truss/git/git-process'
import { listRefs, readHead, updateRefs } from '@truss/git/refs'
import { repositoryPath } from '@truss/git/repository-path'
import { switchRefs } from '@truss/git/switch-refs'
import { createSafeFetch } from '@truss/safe-fetch/safe-fetch'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type MirrorDeps, mirrorDesign } from '../src/mirror/mirror-design.ts'
import { createRegistryAccess } from '../src/registry/registry-fetch.ts'
import { createCircuitBreaker } from '../src/schedule/circuit-breaker.ts'
import { createExclusive } from '../src/schedule/exclusive.ts'
import { createKeyedLimiter } from '../src/schedule/limiter.ts'
import { FakeRegistry, problem } from './fake-registry.ts'
import { clock, instanceOf, keysOf, log, maraJoins } from './fixtures.ts'
import { GitHost } from './git-host.ts'
import { HostedDesign } from './hosted-design.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// oak hosts -- birch holds a copy -- reed mirrors
const [oak, birch, reed] = await Promise.all(['oak', 'birch', 'reed'].map(keysOf))
if (!oak || !birch || !reed) throw new Error('no keys')
let postgres: TestPostgres
let database: TestDatabase
let registry: FakeRegistry
let [oakDoor, birchDoor]: GitHost[] = []
let folder: string
let deps: MirrorDeps
let wakes: string[]
let listening: Disposable
let index = 0

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-mirror-'))
  database = await postgres.open()
  registry = await new FakeRegistry().listen()
  oakDoor = await new GitHost(join(folder, 'oak')).listen()
  birchDoor = await new GitHost(join(folder, 'birch')).listen()
  const { stores, queue } = database
  wakes = []
  listening = await queue.onWake(WAKES.copy, (message) => wakes.push(message))
  index = 0
  await hear(maraJoins, instanceOf(oak, 'oak', oakDoor.url), instanceOf(birch, 'birch', birchDoor.url))
  await stores.replica.noteHead(FeedIndex.parse(index), clock.now())
  const sign = createRequestSigner({ keys: reed, purpose: 'request', clock })
  deps = {
    ...{ clock, log, stores, queue, self: { id: reed.instance }, maxCopyBytes: 64 * 1024 * 1024 },
    repositories: { path: (design) => repositoryPath(join(folder, 'reed'), design) },
    registry: createRegistryAccess(registry.url, sign).client,
    safeFetch: createSafeFetch({
      allowPrivateOrigins: [oakDoor.url, birchDoor.url],
      ...{ timeoutMs: 5_000, maxBytes: 1024, userAgent: 'test' },
    }),
    exclusive: createExclusive(),
    limitOrigin: createKeyedLimiter({ perKey: 2, inAll: 5 }),
    breaker: createCircuitBreaker({ clock }, { failures: 5, openMs: 60_000 }),
    sizeHints: { of: () => undefined },
    rereadPausesMs: [1],
  }
})
afterEach(async () => {
  listening[Symbol.dispose]()
  await Promise.all([registry.close(), oakDoor?.close().catch(() => {}), birchDoor?.close().catch(() => {})])
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, maxRetries: 3 })
})

async function hear(...bodies: FeedEventBody[]): Promise<void> {
  const events = bodies.map((body) => {
    index += 1
    return { index: FeedIndex.parse(index), at: clock.now().toISOString(), body }
  })
  await database.stores.replica.apply(events)
}

/** A design at oak with one state that the feed has told of. */
async function hosted(slug: string): Promise<HostedDesign> {
  const design = await HostedDesign.create(oak as never, join(folder, 'oak'), slug)
  await hear(design.born, await design.push())
  return design
}

function run(design: HostedDesign, attempt = 1): Promise<void> {
  const job = { id: design.id, payload: { design: design.id }, attempt, signal: new AbortController().signal }
  return mirrorDesign(deps, job)
}

const gitDirOf = (design: HostedDesign) => deps.repositories.path(design.id)
const refsHere = async (design: HostedDesign) =>
  (await listRefs(gitDirOf(design))).map(({ name, oid }) => `${name} ${oid}`)
const refsThere = async (design: HostedDesign) =>
  (await listRefs(design.gitDir)).map(({ name, oid }) => `${name} ${oid}`)
const copyOf = (design: HostedDesign) => database.stores.copies.get(design.id)
const heardOf = (design: HostedDesign, outcome: string) =>
  vi.waitFor(() => expect(wakes).toContain(`${design.id} ${outcome}`), { timeout: 10_000, interval: 10 })

async function expectCopied(design: HostedDesign, record: CompactJws = design.last): Promise<void> {
  const { payload, sha256 } = readRefState(record)
  expect(await refsHere(design)).toEqual(await refsThere(design))
  expect(await readHead(gitDirOf(design))).toBe(payload.head)
  const { epoch, seq } = payload
  expect(await copyOf(design)).toMatchObject({
    ...{ epoch, seq, record },
    lastRecord: sha256,
    host: false,
    refusedReason: null,
  })
}

test('an honest copy is fetched, verified, shown, announced, and followed by stills', async () => {
  const design = await hosted('hinge')
  await run(design)
  await expectCopied(design)
  await heardOf(design, 'ok')
  const [call] = registry.callsTo(/^PUT .*\/mirror$/)
  const { payload } = readRefState(design.last)
  expect(call).toMatchObject({ signed: true, body: { epoch: 1, seq: 1, digest: payload.refs.digest } })
  expect(await database.queue.pending(QUEUES.showcase)).toBe(1)

  await hear(await design.push('refs/heads/wide'), await design.push('refs/tags/v1'), await design.push())
  await run(design)
  await expectCopied(design)
})

test('a copy that is up to date is looked at and not fetched, and announced again when the feed has not said so', async () => {
  const design = await hosted('hinge')
  registry.intercept = () => problem(503, 'registry-down')
  await run(design)
  await expectCopied(design)
  registry.intercept = () => undefined
  const { advertisements } = oakDoor as GitHost
  await run(design)
  expect(oakDoor?.advertisements).toBe(advertisements)
  expect(registry.callsTo(/\/mirror$/)).toHaveLength(2)
  const { digest } = readRefState(design.last).payload.refs
  const mirror = {
    kind: 'mirror',
    design: design.id,
    instance: reed.instance,
    epoch: 1,
    seq: 1,
    digest,
  } as const
  await hear({ ...mirror, at: clock.now().toISOString() })
  await run(design)
  expect(registry.callsTo(/\/mirror$/)).toHaveLength(2)
})

test('a design that is hosted here is left alone', async () => {
  const design = await HostedDesign.create(reed, join(folder, 'reed'), 'own')
  await hear(design.born, await design.push())
  const before = await refsHere(design)
  await run(design)
  await heardOf(design, 'host')
  expect(await refsHere(design)).toEqual(before)
})

test('a copy ahead of the feed is verified too: the host has signed it', async () => {
  const design = await hosted('hinge')
  await design.push()
  await run(design)
  await expectCopied(design)
  expect(await copyOf(design)).toMatchObject({ seq: 2 })
  await run(design)
  await expectCopied(design)
})

type Lie = (design: HostedDesign) => Promise<unknown>
/** What a host may do after an honest state 2 that the feed told of. */
const LIES: Record<string, { reason: RegExp; lie: Lie }> = {
  'an extra ref': {
    reason: /^digest-mismatch/,
    lie: (design) => design.moveSilently('refs/heads/extra'),
  },
  'a moved ref': { reason: /^digest-mismatch/, lie: (design) => design.moveSilently() },
  'a hidden ref': {
    reason: /^digest-mismatch/,
    lie: async (design) => {
      const [ref] = await design.refs()
      await updateRefs(design.gitDir, [{ ref: ref?.name ?? '', old: ref?.oid ?? '', new: null }])
    },
  },
  'a state of another epoch': {
    reason: /^wrong-epoch/,
    lie: (design) => design.push(undefined, { epoch: 2 }),
  },
  'a state by somebody else': {
    reason: /^(wrong-host|broken-chain)/,
    lie: async (design) => {
      design.last = design.genesis
      await dropChain(design)
      await design.push(undefined, { signer: birch as never })
    },
  },
  'another record in a place of the chain': {
    reason: /^(forked-chain|broken-chain)/,
    lie: async (design) => {
      design.last = design.genesis
      await dropChain(design)
      await design.push()
      await design.push()
      await design.push()
    },
  },
  'the chain of another design': {
    reason: /^wrong-design/,
    lie: async (design) => {
      const other = await HostedDesign.create(oak as never, join(folder, 'other'), 'other')
      await other.push()
      await dropChain(design)
      await design.writeChain(other.last)
    },
  },
  'no chain at all': { reason: /^broken-chain/, lie: (design) => dropChain(design) },
  'a chain of something else': {
    reason: /^malformed/,
    lie: async (design) => {
      const [ref] = await design.refs()
      await dropChain(design)
      await updateRefs(design.gitDir, [{ ref: 'refs/truss/state', old: null, new: ref?.oid ?? '' }])
    },
  },
  'a record that nobody signed': {
    reason: /^bad-signature/,
    lie: async (design) => {
      await design.moveSilently()
      const record = await design.sign()
      const [header, payload, signature] = record.split('.') as [string, string, string]
      const body = JSON.parse(Buffer.from(payload, 'base64url').toString())
      const changed = Buffer.from(JSON.stringify({ ...body, bytes: 1 })).toString('base64url')
      await design.writeChain(`${header}.${changed}.${signature}` as CompactJws)
    },
  },
  'an object that git refuses': {
    reason: /^broken-objects/,
    lie: async (design) => {
      const gitDir = design.gitDir
      const bad = 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Eve\ncommitter Eve\n\nbad\n'
      const hash = ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin']
      await runGit(['hash-object', '-t', 'tree', '-w', '--stdin'], { gitDir, input: '' })
      const oid = (await runGit(hash, { gitDir, input: bad })).toString().trim()
      await updateRefs(gitDir, [{ ref: 'refs/heads/bad', old: null, new: oid }])
      const record = await design.sign()
      await design.writeChain(record)
      await hear(design.stateEvent(record))
    },
  },
}

async function dropChain(design: HostedDesign): Promise<void> {
  const tip = (await listRefs(design.gitDir)).find(({ name }) => name === 'refs/truss/state')
  await updateRefs(design.gitDir, [{ ref: 'refs/truss/state', old: tip?.oid ?? '', new: null }])
}

for (const [name, { reason, lie }] of Object.entries(LIES)) {
  test(`${name}: nothing is shown, and the reason is kept`, async () => {
    const design = await hosted('hinge')
    await run(design)
    const [refs, copy] = [await refsHere(design), await copyOf(design)]
    await hear(await design.push())
    await lie(design)
    await run(design)
    await heardOf(design, 'refused')
    expect(await refsHere(design)).toEqual(refs)
    expect(await copyOf(design)).toEqual({ ...copy, refusedReason: expect.stringMatching(reason) })
    expect(registry.callsTo(/\/mirror$/)).toHaveLength(1)
  })

  test(`${name}, at the first sight: no repository comes of it`, async () => {
    const design = await hosted('hinge')
    await hear(await design.push())
    await lie(design)
    await run(design)
    await heardOf(design, 'refused')
    expect(existsSync(gitDirOf(design))).toBe(false)
    expect(await copyOf(design)).toMatchObject({
      seq: 0,
      host: false,
      record: null,
      refusedReason: expect.stringMatching(reason),
    })
  })
}

test('an old state that is played again is refused where a newer one is known, and logged with both records', async () => {
  const design = await hosted('hinge')
  const old = await design.remember()
  await hear(await design.push())
  await run(design)
  await expectCopied(design)
  const refs = await refsHere(design)
  await hear(design.stateEvent(await design.sign()))
  await old.restore()
  const errors = vi.spyOn(log, 'error')
  await run(design)
  await heardOf(design, 'refused')
  expect(await refsHere(design)).toEqual(refs)
  expect(await copyOf(design)).toMatchObject({
    seq: 2,
    refusedReason: expect.stringMatching(/^older-than-known/),
  })
  const facts = { from: 'oak', reason: 'older-than-known', known: (await copyOf(design))?.lastRecord }
  expect(errors).toHaveBeenCalledWith(expect.objectContaining(facts), 'copy refused')
  errors.mockRestore()
})

test('two records for one place are kept as a proof that anybody can check', async () => {
  const design = await hosted('hinge')
  const [before, first] = [design.last, await design.remember()]
  await hear(await design.push())
  await run(design)
  const seen = design.last
  await first.restore()
  design.last = before
  await design.push('refs/heads/other')
  const forked = design.last
  await hear(await design.push())
  const errors = vi.spyOn(log, 'error')
  await run(design)
  expect(errors).toHaveBeenCalledWith(
    expect.objectContaining({ reason: 'forked-chain', fraud: { records: [seen, forked] } }),
    'copy refused',
  )
  errors.mockRestore()
  expect(await copyOf(design)).toMatchObject({ seq: 2, record: seen })
})

test('after a refusal the host can make it good', async () => {
  const design = await hosted('hinge')
  await run(design)
  await hear(await design.push())
  const good = await design.remember()
  await design.moveSilently()
  await run(design)
  expect(await copyOf(design)).toMatchObject({ refusedReason: expect.stringMatching(/^digest-mismatch/) })
  await good.restore()
  await run(design)
  await expectCopied(design)
})

test('a fetch between the moving of refs and their state is done again', async () => {
  const design = await hosted('hinge')
  await design.moveSilently()
  const door = oakDoor as GitHost
  door.beforeAdvertisement = async () => {
    if (door.advertisements === 2) await design.writeChain(await design.sign())
  }
  await run(design)
  await expectCopied(design)
  expect(door.advertisements).toBe(2)
})

test('when the host does not answer, another verified holder of the newest state serves; one that lies is passed over', async () => {
  const design = await hosted('hinge')
  await oakDoor?.close()
  await expect(run(design)).rejects.toThrow()
  await heardOf(design, 'failed')
  expect(existsSync(gitDirOf(design))).toBe(false)

  const held = await HostedDesign.create(oak as never, join(folder, 'birch'), 'hinge')
  const { digest } = readRefState(design.last).payload.refs
  const at = clock.now().toISOString()
  await hear({ kind: 'mirror', design: design.id, instance: birch.instance, epoch: 1, seq: 1, digest, at })
  await held.moveSilently('refs/heads/forged')
  await held.writeChain(design.last)
  await expect(run(design)).rejects.toThrow('birch was refused')
  expect(existsSync(gitDirOf(design))).toBe(false)
  expect(await copyOf(design)).toBe(undefined)

  await rm(held.gitDir, { recursive: true })
  await runGit(['clone', '--quiet', '--mirror', design.gitDir, held.gitDir], {
    config: ['protocol.file.allow=always'],
  })
  await run(design)
  await expectCopied(design)
})

test('a host that failed five times is left alone for a while', async () => {
  const design = await hosted('hinge')
  await oakDoor?.close()
  for (let attempt = 1; attempt <= 5; attempt++) await expect(run(design)).rejects.toThrow('fetch failed')
  await expect(run(design)).rejects.toThrow('did not answer lately')
})

test('a host in a private network that the operator did not list is not asked', async () => {
  const design = await hosted('hinge')
  const safeFetch = createSafeFetch({
    allowPrivateOrigins: [],
    ...{ timeoutMs: 5_000, maxBytes: 1024, userAgent: 'test' },
  })
  deps = { ...deps, safeFetch }
  await expect(run(design)).rejects.toMatchObject({ name: 'UnsafeUrlError' })
  expect(oakDoor?.advertisements).toBe(0)
})

test('a copy beyond the limit of the operator is given up, and leaves nothing', async () => {
  const design = await hosted('hinge')
  deps = { ...deps, maxCopyBytes: 100 }
  await expect(run(design)).rejects.toMatchObject({ name: 'UnrecoverableJob' })
  expect(existsSync(gitDirOf(design))).toBe(false)
})

test('a crash between fetch and switch, and one between switch and row, are repaired by running again', async () => {
  const design = await hosted('hinge')
  await run(design)
  await hear(await design.push(), await design.push('refs/heads/wide'))
  const url = `${oakDoor?.url}/-/git/${design.id}.git`
  const fetched = await fetchIntoIncoming({
    ...{ gitDir: gitDirOf(design), url, pinnedAddresses: [], allowProtocols: ['http'] },
    ...{ timeoutMs: 10_000, maxBytes: 1 << 24 },
  })
  await run(design)
  await expectCopied(design)

  await hear(await design.push())
  const next = await fetchIntoIncoming({
    ...{ gitDir: gitDirOf(design), url, pinnedAddresses: [], allowProtocols: ['http'] },
    ...{ timeoutMs: 10_000, maxBytes: 1 << 24 },
  })
  expect(next.refs).not.toEqual(fetched.refs)
  await switchRefs(gitDirOf(design), next.refs, 'refs/heads/main')
  await run(design)
  await expectCopied(design)
})

test('after a crash between switch and row the state that was switched to counts as known', async () => {
  const design = await hosted('hinge')
  await run(design)
  const [row, old] = [await copyOf(design), await design.remember()]
  await hear(await design.push())
  await run(design)
  const refs = await refsHere(design)
  if (row) await database.stores.copies.put(row)
  await old.restore()
  await run(design)
  expect(await copyOf(design)).toMatchObject({ refusedReason: expect.stringMatching(/^older-than-known/) })
  expect(await refsHere(design)).toEqual(refs)
})

test('a repository that was lost is fetched again, and a failure in between does not hide the loss', async () => {
  const design = await hosted('hinge')
  await run(design)
  await rm(gitDirOf(design), { recursive: true })
  await oakDoor?.close()
  await expect(run(design)).rejects.toThrow('fetch failed')
  await oakDoor?.listen()
  await run(design)
  await expectCopied(design)
})

test('a payload that is none, and a design that nobody knows, are given up at once', async () => {
  const signal = new AbortController().signal
  const job = { id: 'x', payload: { design: '../..' }, attempt: 1, signal }
  await expect(mirrorDesign(deps, job)).rejects.toMatchObject({ name: 'UnrecoverableJob' })
  const unknown = await HostedDesign.create(oak as never, join(folder, 'oak'), 'unknown')
  await expect(run(unknown)).rejects.toMatchObject({ name: 'UnrecoverableJob' })
})
