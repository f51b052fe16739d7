import type { AccountId, FeedIndex, InstanceName, Oid, RefName } from '@truss/contracts/ids'
import { Slug } from '@truss/contracts/names'
import type { CompactJws } from '@truss/contracts/records'
import {
  addComment,
  checkName,
  createDesignRecord,
  editDesignRecord,
  listTokens,
  putLike,
  putMirror,
  putRefState,
  sendHeartbeat,
} from '@truss/contracts/registry-routes'
import type { RouteResponse } from '@truss/contracts/route'
import { signGenesis } from '@truss/federation/genesis'
import { signerOf } from '@truss/federation/instance-keys'
import { EMPTY_LFS_DIGEST } from '@truss/federation/lfs-digest'
import { nextRefState, readRefState, signRefState } from '@truss/federation/ref-state'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { provisionLevel } from '../src/provision.ts'
import { answerTo, requestTo } from './call-route.ts'
import { createRelyingParty } from './relying-party.ts'
import type { TestMember } from './test-member.ts'
import { openTestRegistry, type TestRegistry } from './test-registry.ts'
import { Visitor } from './visitor.ts'

/** `oak` hosts, `reed` mirrors; mara is at home at oak. */
let registry: TestRegistry
let oak: TestMember
let reed: TestMember
let mara: AccountId
let token: string

const DETAILS = { title: 'Hinge', summary: '', kind: 'printed' as const, licence: null, tags: [] }
const main = 'refs/heads/main' as RefName
let count = 0

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'reed'] })
  oak = registry.member('oak')
  reed = registry.member('reed')
  await registry.decide('oak', 'trusted')
  mara = await registry.addPerson('mara', { home: 'oak' })
})
afterAll(() => registry?.[Symbol.asyncDispose]())

beforeEach(async () => {
  await registry.decide('oak', 'trusted')
  token = await signIn(oak)
})

async function signIn(member: TestMember): Promise<string> {
  return (await createRelyingParty(registry.url, member).signIn(new Visitor(), 'mara')).access_token
}

async function genesisBy(member: TestMember, owner: AccountId = mara): Promise<CompactJws> {
  const nonce = Buffer.from(String(++count).padStart(16, '0')).toString('base64url')
  return signGenesis(
    { version: 1, owner, instance: member.keys.instance, nonce, objectFormat: 'sha1' },
    signerOf(member.keys, 'refState'),
  )
}

async function create(member: TestMember, genesis: CompactJws, slug: string, withToken = token) {
  const body = { genesis, slug: Slug.parse(slug), details: DETAILS, parents: [] }
  return member.call(registry.url, createDesignRecord, { body }, { token: withToken })
}

/** A new design of mara's at oak, with the next states of its chain. */
async function newDesign() {
  const genesis = await genesisBy(oak)
  const made = await create(oak, genesis, `hinge-${count}`)
  if (typeof made === 'string') throw new Error(made)
  return { genesis, design: made.design.id, index: made.index }
}

function stateAfter(previous: CompactJws, digit: string, member: TestMember = oak): Promise<CompactJws> {
  const payload = nextRefState({
    ...{ previous, epoch: 1, host: member.keys.instance, head: main },
    refs: [{ name: main, oid: digit.repeat(40) as Oid }],
    moved: [{ ref: main, old: null, new: digit.repeat(40) as Oid }],
    lfs: { digest: EMPTY_LFS_DIGEST, count: 0 },
    ...{ bytes: 1000, pushedBy: mara, now: new Date() },
  })
  return signRefState(payload, signerOf(member.keys, 'refState'))
}

const put = (member: TestMember, design: string, record: CompactJws) =>
  member.call(registry.url, putRefState, { params: { design }, body: { record } } as never)

async function decideAndSuspend(suspended: boolean): Promise<void> {
  await registry.connection.sql`update instances set suspended = ${suspended} where name = 'oak'`
}

test('a trusted home records a design in its owner’s name, once per name', async () => {
  const genesis = await genesisBy(oak)
  expect(await create(oak, genesis, 'gear')).toMatchObject({
    design: { owner: mara, ownerHandle: 'mara', slug: 'gear', host: oak.keys.instance, epoch: 1, head: null },
  })
  expect(await create(oak, await genesisBy(oak), 'gear')).toBe('409 name-taken')
  const free = (slug: string) =>
    oak.call(registry.url, checkName, { params: { account: mara, slug: Slug.parse(slug) } })
  expect(await free('gear')).toEqual({ free: false })
  expect(await free('gear-2')).toEqual({ free: true })
})

test('hostile design names are refused', async () => {
  const genesis = await genesisBy(oak)
  for (const slug of [
    '..',
    '.git',
    'a..b',
    'a.git',
    'Gear',
    'gеar',
    'a/b',
    '',
    'x'.repeat(300),
    'a\u0000b',
  ]) {
    const body = { genesis, slug, details: DETAILS, parents: [] } as never
    const answer = await oak.call(registry.url, createDesignRecord, { body }, { token })
    expect(answer, slug).toBe('400 invalid-request')
  }
})

test('a genesis record of somebody else, of another instance or of nobody is refused', async () => {
  const bob = await registry.addPerson('bob')
  expect(await create(oak, await genesisBy(oak, bob), 'nut')).toBe('400 bad-record')
  expect(await create(oak, await genesisBy(reed), 'nut')).toBe('400 bad-record')
  const genesis = await genesisBy(oak)
  const altered = `${genesis.slice(0, -10)}${genesis.at(-10) === 'A' ? 'B' : 'A'}${genesis.slice(-9)}`
  expect(await create(oak, altered as CompactJws, 'nut')).toBe('401 bad-signature')
})

test('a sign-in at one instance is worth nothing to another', async () => {
  expect(await create(reed, await genesisBy(reed), 'bolt')).toBe('403 forbidden')
})

test('a mirror records no designs, whatever its visitors sign in for', async () => {
  const atReed = await signIn(reed)
  expect(await create(reed, await genesisBy(reed), 'bolt', atReed)).toBe('403 forbidden')
})

test('a state is taken when it is the next one, and again when the answer was lost', async () => {
  const { design, genesis } = await newDesign()
  const first = await stateAfter(genesis, '1')
  const answer = (await put(oak, design, first)) as { index: FeedIndex }
  expect(await put(oak, design, first)).toEqual(answer)
  const second = await stateAfter(first, '2')
  expect(await put(oak, design, second)).toEqual({ index: answer.index + 1 })
  // Also when others have followed.
  expect(await put(oak, design, first)).toEqual(answer)
})

test('a state with a gap before it, or that joins another chain, is refused', async () => {
  const { design, genesis } = await newDesign()
  const first = await stateAfter(genesis, '1')
  const second = await stateAfter(first, '2')
  expect(await put(oak, design, second)).toBe('409 stale-state')
  await put(oak, design, first)
  const otherFirst = await stateAfter(genesis, '9')
  expect(await put(oak, design, await stateAfter(otherFirst, '3'))).toBe('409 stale-state')
  expect(await put(oak, design, second)).toMatchObject({ index: expect.any(Number) })
})

test('a second state for one place is a conflict', async () => {
  const { design, genesis } = await newDesign()
  await put(oak, design, await stateAfter(genesis, '1'))
  expect(await put(oak, design, await stateAfter(genesis, '2'))).toBe('409 conflicting-state')
})

test('of many different next states at once, one is taken', async () => {
  const { design, genesis } = await newDesign()
  const records = await Promise.all([...'12345678'].map((digit) => stateAfter(genesis, digit)))
  const answers = await Promise.all(records.map((record) => put(oak, design, record)))
  expect(answers.filter((answer) => typeof answer !== 'string').length).toBe(1)
})

test('nobody but the host states anything', async () => {
  const { design, genesis } = await newDesign()
  const byReed = await stateAfter(genesis, '1', reed)
  expect(await put(reed, design, byReed)).toBe('409 not-the-host')
  // The host's own record, brought by another.
  expect(await put(reed, design, await stateAfter(genesis, '1'))).toBe('409 not-the-host')
})

test('an altered state, one of another design, and one signed by the wrong key are refused', async () => {
  const { design, genesis } = await newDesign()
  const other = await newDesign()
  const record = await stateAfter(genesis, '1')
  const [head, , signature] = record.split('.')
  const { payload } = readRefState(record)
  const body = Buffer.from(JSON.stringify({ ...payload, bytes: 1 })).toString('base64url')
  expect(await put(oak, design, `${head}.${body}.${signature}` as CompactJws)).toBe('400 bad-record')
  expect(await put(oak, design, await stateAfter(other.genesis, '1'))).toBe('400 bad-record')
  const request = { ...signerOf(oak.keys, 'request') }
  expect(await put(oak, design, await signRefState(payload, request))).toBe('400 bad-record')
})

test('a mirror announces only what the host has stated', async () => {
  const { design, genesis } = await newDesign()
  const record = await stateAfter(genesis, '1')
  await put(oak, design, record)
  const { digest } = readRefState(record).payload.refs
  const announce = (copy: { seq: number; digest: typeof digest }) =>
    reed.call(registry.url, putMirror, { params: { design }, body: { epoch: 1, ...copy } })
  expect(await announce({ seq: 1, digest })).toMatchObject({ index: expect.any(Number) })
  expect(await announce({ seq: 2, digest })).toBe('409 conflicting-state')
  expect(await announce({ seq: 1, digest: EMPTY_LFS_DIGEST })).toBe('409 conflicting-state')
})

test('withdrawn rights end what was granted with them, and leave what stands', async () => {
  const { design, genesis } = await newDesign()
  const first = await stateAfter(genesis, '1')
  const taken = await put(oak, design, first)
  await registry.decide('oak', 'mirror', 'its owner asked for it')

  expect(await put(oak, design, await stateAfter(first, '2'))).toBe('403 not-trusted')
  expect(await put(oak, design, first)).toEqual(taken)
  // The token was issued with the scope `designs`; it does not carry it any more.
  const edit = { params: { design }, body: DETAILS }
  expect(await oak.call(registry.url, editDesignRecord, edit, { token })).toBe('403 forbidden')
  expect(await create(oak, await genesisBy(oak), 'late')).toBe('403 forbidden')
  const like = { params: { design }, body: { liked: true } }
  expect(await oak.call(registry.url, putLike, like, { token })).toMatchObject({ index: expect.any(Number) })
  const again = await createRelyingParty(registry.url, oak).signIn(new Visitor(), 'mara')
  expect(again.scope.split(' ')).not.toContain('designs')

  await registry.decide('oak', 'trusted', 'all is well again')
  expect(await put(oak, design, await stateAfter(first, '2'))).toMatchObject({ index: expect.any(Number) })
  expect(await oak.call(registry.url, editDesignRecord, edit, { token })).toMatchObject({
    index: expect.any(Number),
  })
})

test('a suspended instance reads, and writes nothing', async () => {
  const { design, genesis } = await newDesign()
  const record = await stateAfter(genesis, '1')
  await decideAndSuspend(true)
  try {
    expect(await put(oak, design, record)).toBe('403 forbidden')
    const beat = { body: { appliedIndex: 0 as FeedIndex } }
    expect(await oak.call(registry.url, sendHeartbeat, beat)).toBe('403 forbidden')
    expect(await oak.call(registry.url, listTokens, {})).toEqual({ tokens: [] })
  } finally {
    await decideAndSuspend(false)
  }
  expect(await put(oak, design, record)).toMatchObject({ index: expect.any(Number) })
})

test('only an operator decides, and only with a reason', async () => {
  const decide = (operatorHandle: string, reason: string) =>
    provisionLevel(registry.databaseUrl, {
      ...{ operatorHandle, reason, level: 'mirror' as const },
      instance: 'oak' as InstanceName,
    })
  await expect(decide('mara', 'because I can')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(decide('olga', '  ')).rejects.toMatchObject({ code: 'invalid-request' })
  await expect(decide('nobody', 'because')).rejects.toMatchObject({ code: 'account-not-found' })
})

test('likes and comments come with a person’s token only', async () => {
  const { design } = await newDesign()
  const comment = { params: { design }, body: { text: 'It fits.' } }
  const atReed = await signIn(reed)
  const answer = await answerTo(
    addComment,
    await requestTo(registry.url, addComment, comment as never, { token: atReed }),
  )
  expect(answer as RouteResponse<typeof addComment>).toMatchObject({ index: expect.any(Number) })
  expect(await answerTo(addComment, await requestTo(registry.url, addComment, comment as never))).toBe(
    '401 unauthenticated',
  )
  expect(await oak.call(registry.url, addComment, comment as never)).toBe('401 unauthenticated')
})
