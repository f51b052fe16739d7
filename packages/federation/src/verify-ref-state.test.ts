import type { FeedIndex, RefName, Sha256 } from '@truss/contracts/ids'
import { type CompactJws, RECORD_LEVEL, RECORD_TYPES, type RefStatePayload } from '@truss/contracts/records'
import { expect, test } from 'vitest'
import {
  genesisBy,
  historyBy,
  holderOf,
  keysOf,
  later,
  main,
  NOW,
  oid,
  pushAfter,
  ref,
  signingKeyOf,
  tableOf,
} from '../test/fixtures.ts'
import { verifyFraudProof } from './fraud-proof.ts'
import type { StateContext } from './judge-state.ts'
import { recordSha256, signRecord } from './record.ts'
import { nextRefState, readRefState, signRefState } from './ref-state.ts'
import type { KnownState } from './verdict.ts'
import { verifyRefState } from './verify-ref-state.ts'

const [oak, birch, eve] = [await keysOf('oak'), await keysOf('birch'), await keysOf('eve')]
const { design, genesis, chain, refs } = await historyBy(oak, 5)
const instances = tableOf(holderOf(oak), holderOf(birch))
const assignment = { design, epoch: 1, host: oak.instance }
const context: StateContext = { assignment, instances, now: NOW }
const [first, second, third, fourth, last] = chain as [
  CompactJws,
  CompactJws,
  CompactJws,
  CompactJws,
  CompactJws,
]

function knownOf(record: CompactJws): KnownState {
  const { payload, sha256 } = readRefState(record)
  return { epoch: payload.epoch, seq: payload.seq, sha256, record }
}

/** The payload of the third state as the host would have signed it otherwise. */
const signed = (change: object) =>
  signRecord(RECORD_TYPES.refState, { ...readRefState(third).payload, ...change }, signingKeyOf(oak))

test('states follow each other densely from the genesis record on', () => {
  const payloads = chain.map((record) => readRefState(record).payload)
  expect(payloads.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  expect(payloads.map(({ prev }) => prev)).toEqual([genesis, ...chain.slice(0, -1)].map(recordSha256))
})

test('the host’s state is verified, with its refs, alone and after what is known', async () => {
  const found = { head: main, refs: refs[2] ?? [] }
  const verdict = { verdict: 'verified', record: third, sha256: recordSha256(third) }
  expect(await verifyRefState(third, { ...context, refs: found })).toMatchObject({
    ...verdict,
    joins: 'alone',
  })
  for (const [known, joins] of [
    [third, 'same'],
    [second, 'next'],
    [first, 'gap'],
  ] as const) {
    expect(await verifyRefState(third, { ...context, refs: found, known: knownOf(known) })).toMatchObject({
      ...verdict,
      joins,
    })
  }
})

test('every older state is refused wherever a newer one is known', async () => {
  for (const [place, record] of chain.entries()) {
    for (const newer of chain.slice(place + 1)) {
      const verdict = await verifyRefState(record, { ...context, known: knownOf(newer) })
      expect(verdict).toMatchObject({ verdict: 'refused', reason: 'older-than-known' })
      expect(verdict).not.toHaveProperty('fraud')
    }
  }
})

const otherValues: { [K in keyof RefStatePayload]: unknown } = {
  design: (await genesisBy(birch)).design,
  epoch: 2,
  seq: 4,
  prev: recordSha256(first),
  host: birch.instance,
  head: 'refs/heads/wide',
  refs: { ...readRefState(third).payload.refs, digest: readRefState(second).payload.refs.digest },
  moved: null,
  lfs: { digest: 'a'.repeat(64), count: 1 },
  bytes: 1,
  pushedBy: null,
  level: 2,
  at: later(1).toISOString(),
}

test.each(Object.entries(otherValues))(
  'a record whose %s was changed without the key is refused',
  async (name, value) => {
    const [head, , signature] = third.split('.')
    const payload = { ...readRefState(third).payload, [name]: value }
    expect(payload).not.toEqual(readRefState(third).payload)
    const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
    const verdict = await verifyRefState(`${head}.${body}.${signature}`, context)
    expect(verdict.verdict).toBe('refused')
  },
)

test('each character of a record matters', async () => {
  for (let place = 0; place < third.length; place += 3) {
    const other = third[place] === 'A' ? 'B' : 'A'
    const text = third.slice(0, place) + other + third.slice(place + 1)
    expect((await verifyRefState(text, context)).verdict, `at ${place}`).toBe('refused')
  }
})

test('a field that is missing, unknown or out of bounds makes a state malformed', async () => {
  const payload = readRefState(third).payload
  for (const name of Object.keys(payload)) {
    const verdict = await verifyRefState(await signed({ [name]: undefined }), context)
    expect(verdict, name).toMatchObject({ verdict: 'refused', reason: 'malformed' })
  }
  for (const change of [
    { more: 1 },
    { seq: 0 },
    { seq: 1.5 },
    { epoch: 0 },
    { level: 0 },
    { head: 'main' },
  ]) {
    expect(await verifyRefState(await signed(change), context)).toMatchObject({ reason: 'malformed' })
  }
  for (const text of ['', 'a.b.c', genesis]) {
    expect(await verifyRefState(text, context)).toMatchObject({ verdict: 'refused', reason: 'malformed' })
  }
})

test('a level that this version does not know is not guessed at', async () => {
  const verdict = await verifyRefState(await signed({ level: RECORD_LEVEL + 1 }), context)
  expect(verdict).toMatchObject({ reason: 'malformed', detail: expect.stringContaining('newer version') })
})

test('refs that were swapped, added, hidden or pointed elsewhere are not the signed ones', async () => {
  const honest = refs[2] ?? []
  const [a, b, c] = honest as [(typeof honest)[0], (typeof honest)[0], (typeof honest)[0]]
  const cases = {
    swapped: { head: main, refs: [{ ...a, oid: b.oid }, { ...b, oid: a.oid }, c] },
    added: { head: main, refs: [...honest, ref('refs/heads/extra', '9')] },
    hidden: { head: main, refs: [a, b] },
    none: { head: main, refs: [] },
    moved: { head: main, refs: [{ ...a, oid: oid('9') }, b, c] },
    renamed: { head: main, refs: [{ ...a, name: 'refs/heads/master' as RefName }, b, c] },
    'given twice': { head: main, refs: [...honest, a] },
    'of an older state': { head: main, refs: refs[1] ?? [] },
    'another HEAD': { head: 'refs/heads/wide' as RefName, refs: honest },
  }
  for (const [name, found] of Object.entries(cases)) {
    const verdict = await verifyRefState(third, { ...context, refs: found })
    expect(verdict, name).toMatchObject({ verdict: 'refused', reason: 'digest-mismatch' })
  }
  const own = [...honest, ref('refs/truss/state', '9')]
  expect(await verifyRefState(third, { ...context, refs: { head: main, refs: own } })).toMatchObject({
    verdict: 'verified',
  })
})

test('a state of another design, host or epoch than assigned is refused', async () => {
  const other = await historyBy(oak, 1, 'BAAAAAAAAAAAAAAAAAAAAA')
  const at = (change: object) =>
    verifyRefState(third, { ...context, assignment: { ...assignment, ...change } })
  expect(await at({ design: other.design })).toMatchObject({ reason: 'wrong-design' })
  expect(await at({ host: birch.instance })).toMatchObject({ reason: 'wrong-host' })
  expect(await at({ epoch: 2 })).toMatchObject({ reason: 'wrong-epoch' })
  // birch signs well, and the design is not assigned to it.
  const grabbed = await pushAfter(third, birch, { refs: [], epoch: 2 })
  expect(await verifyRefState(grabbed, context)).toMatchObject({ reason: 'wrong-host' })
})

test('a signature counts from a listed key for ref states only', async () => {
  const payload = readRefState(third).payload
  const byEve = await signRecord(RECORD_TYPES.refState, payload, signingKeyOf(eve))
  expect(await verifyRefState(byEve, context)).toMatchObject({ reason: 'unknown-key' })
  const { key, privateKey } = oak.subkeys.request
  const byRequestKey = await signRecord(RECORD_TYPES.refState, payload, { kid: key.kid, privateKey })
  expect(await verifyRefState(byRequestKey, context)).toMatchObject({ reason: 'unknown-key' })
  const { kid } = signingKeyOf(oak)
  const named = await signRecord(RECORD_TYPES.refState, payload, { ...signingKeyOf(eve), kid })
  expect(await verifyRefState(named, context)).toMatchObject({ reason: 'bad-signature' })
  expect(await verifyRefState(third, { ...context, instances: tableOf() })).toMatchObject({
    reason: 'unknown-key',
  })
  const uncertified = tableOf(holderOf(oak, { notAfter: later(9e6).toISOString() }))
  expect(await verifyRefState(third, { ...context, instances: uncertified })).toMatchObject({
    reason: 'unknown-key',
    detail: expect.stringContaining('not certified'),
  })
})

test('a key counts for states of its time, also when that time is over, and up to its cut-off', async () => {
  const now = later(200 * 86_400)
  expect(await verifyRefState(third, { ...context, now })).toMatchObject({ verdict: 'verified' })
  const after = await signed({ at: later(91 * 86_400).toISOString() })
  expect(await verifyRefState(after, { ...context, now })).toMatchObject({ reason: 'key-expired' })
  const before = await signed({ at: later(-61).toISOString() })
  expect(await verifyRefState(before, { ...context, now })).toMatchObject({ reason: 'key-expired' })
  const retired = tableOf(holderOf(oak, { validUntilIndex: 10 as FeedIndex }))
  const at = (index?: number) =>
    verifyRefState(third, {
      ...context,
      instances: retired,
      ...(index !== undefined && { index: index as FeedIndex }),
    })
  expect(await at(10)).toMatchObject({ verdict: 'verified' })
  expect(await at(11)).toMatchObject({ reason: 'key-expired' })
  expect(await at()).toMatchObject({ reason: 'key-expired' })
})

test('a state from the future is refused, within a minute it is not', async () => {
  const near = await signed({ at: later(60).toISOString() })
  expect(await verifyRefState(near, context)).toMatchObject({ verdict: 'verified' })
  const far = await signed({ at: later(61).toISOString() })
  expect(await verifyRefState(far, context)).toMatchObject({ reason: 'malformed' })
})

test('two records for one place are a fraud proof that anybody can check', async () => {
  const other = await signed({ refs: { ...readRefState(third).payload.refs, count: 9 } })
  const verdict = await verifyRefState(other, { ...context, known: knownOf(third) })
  expect(verdict).toMatchObject({
    verdict: 'refused',
    reason: 'forked-chain',
    fraud: { records: [third, other] },
  })
  const proof = { records: [third, other] as const }
  expect(await verifyFraudProof(proof, instances)).toEqual({ host: oak.instance, design, epoch: 1, seq: 3 })
  // Without the record that is known there is nothing to show.
  const { record: _, ...known } = knownOf(third)
  const noted = await verifyRefState(other, { ...context, known })
  expect(noted).toMatchObject({ reason: 'forked-chain' })
  expect(noted).not.toHaveProperty('fraud')
})

test('nobody is accused with a record that the host has not signed', async () => {
  const payload = { ...readRefState(third).payload, bytes: 7 }
  const forged = await signRecord(RECORD_TYPES.refState, payload, {
    ...signingKeyOf(eve),
    kid: signingKeyOf(oak).kid,
  })
  const verdict = await verifyRefState(forged, { ...context, known: knownOf(third) })
  expect(verdict).toMatchObject({ reason: 'bad-signature' })
  // Nor by what somebody claims to know.
  const other = await signed({ bytes: 7 })
  const known = { ...knownOf(third), record: forged }
  const claimed = await verifyRefState(other, { ...context, known })
  expect(claimed).toMatchObject({ reason: 'forked-chain' })
  expect(claimed).not.toHaveProperty('fraud')
  for (const records of [
    [third, third],
    [third, fourth],
    [third, forged],
  ] as const) {
    await expect(verifyFraudProof({ records }, instances)).rejects.toMatchObject({ name: 'RecordError' })
  }
})

test('the next place must name the known record', async () => {
  const other = await signed({ prev: recordSha256(first) })
  expect(await verifyRefState(other, { ...context, known: knownOf(second) })).toMatchObject({
    reason: 'broken-chain',
  })
})

test('what the registry has recorded decides whether a state is the newest', async () => {
  const latest = (record: CompactJws, seenAt = NOW) => ({
    ...context,
    latest: { ...knownOf(record), seenAt },
  })
  expect(await verifyRefState(third, latest(third))).toMatchObject({ verdict: 'verified' })
  expect(await verifyRefState(third, latest(second))).toMatchObject({ verdict: 'verified' })
  expect(await verifyRefState(third, latest(last))).toMatchObject({ verdict: 'as-of' })
  expect(await verifyRefState(third, latest(third, later(-600)))).toMatchObject({ verdict: 'verified' })
  expect(await verifyRefState(third, latest(third, later(-601)))).toMatchObject({ verdict: 'as-of' })
  const other = await signed({ bytes: 7 })
  expect(await verifyRefState(other, latest(third))).toMatchObject({
    reason: 'forked-chain',
    fraud: { records: [third, other] },
  })
})

test('a later epoch starts at 1 after the last record, and nothing goes back', async () => {
  const promoted = await pushAfter(third, birch, { refs: refs[2] ?? [], epoch: 2 })
  const payload = readRefState(promoted).payload
  expect(payload).toMatchObject({ epoch: 2, seq: 1, prev: recordSha256(third), host: birch.instance })
  const at = { ...context, assignment: { design, epoch: 2, host: birch.instance } }
  expect(await verifyRefState(promoted, { ...at, known: knownOf(third) })).toMatchObject({ joins: 'next' })
  // The old host had gone on by itself; the registry's assignment outranks it.
  expect(await verifyRefState(promoted, { ...at, known: knownOf(last) })).toMatchObject({ joins: 'promoted' })
  expect(await verifyRefState(last, { ...context, known: knownOf(promoted) })).toMatchObject({
    reason: 'older-than-known',
  })
  expect(await verifyRefState(last, at)).toMatchObject({ reason: 'wrong-host' })
  await expect(pushAfter(promoted, oak, { refs: [], epoch: 1 })).rejects.toThrow('epoch 1 is over')
  await expect(pushAfter(third, birch, { refs: [], epoch: 1 })).rejects.toThrow('belongs to')
})

test('a host signs for itself alone', async () => {
  await expect(
    signRefState(readRefState(third).payload, { ...signingKeyOf(birch), instance: birch.instance }),
  ).rejects.toThrow('cannot sign for')
})

test('moves are listed while they fit, and never those of Truss itself', () => {
  const build = (count: number, name = 'b') =>
    nextRefState({
      previous: third,
      epoch: 1,
      host: oak.instance,
      head: main,
      refs: [],
      moved: [
        { ref: 'refs/truss/state' as RefName, old: null, new: oid('1') },
        ...Array.from({ length: count }, (_, index) => ({
          ref: `refs/heads/${name}${index}` as RefName,
          old: null,
          new: oid('1'),
        })),
      ],
      lfs: { digest: 'a'.repeat(64) as Sha256, count: 0 },
      bytes: 0,
      pushedBy: null,
      now: NOW,
    }).moved
  expect(build(500)).toHaveLength(500)
  expect(build(501)).toBeNull()
  expect(build(400, 'b'.repeat(1000))).toBeNull()
})

test('a record that contradicts itself is refused, though the host has signed it', async () => {
  const found = { head: main, refs: refs[2] ?? [] }
  const payload = readRefState(third).payload
  for (const change of [
    { head: 'refs/heads/wide' },
    { refs: { ...payload.refs, count: 2 } },
    { refs: { ...payload.refs, format: 'sha256' } },
  ]) {
    const verdict = await verifyRefState(await signed(change), { ...context, refs: found })
    expect(verdict).toMatchObject({ verdict: 'refused', reason: 'digest-mismatch' })
  }
})

test('a table that answers with another instance gives no key', async () => {
  const byEve = await signRecord(RECORD_TYPES.refState, readRefState(third).payload, signingKeyOf(eve))
  const confused = { ...context, instances: () => holderOf(eve) }
  expect(await verifyRefState(byEve, confused)).toMatchObject({ reason: 'unknown-key' })
})
