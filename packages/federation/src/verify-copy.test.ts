import type { RefName } from '@truss/contracts/ids'
import { type CompactJws, RECORD_TYPES } from '@truss/contracts/records'
import { expect, test } from 'vitest'
import {
  historyBy,
  holderOf,
  keysOf,
  main,
  NOW,
  pushAfter,
  ref,
  signingKeyOf,
  tableOf,
} from '../test/fixtures.ts'
import { checkChain, joinsChain, MAX_CHAIN_RECORDS } from './chain.ts'
import { recordSha256, signRecord } from './record.ts'
import { type RefStateRecord, readRefState } from './ref-state.ts'
import type { KnownState } from './verdict.ts'
import { type Copy, verifyCopy } from './verify-copy.ts'

const [oak, birch, eve] = [await keysOf('oak'), await keysOf('birch'), await keysOf('eve')]
const { design, genesis, chain, refs } = await historyBy(oak, 6)
const other = await historyBy(oak, 6, 'BAAAAAAAAAAAAAAAAAAAAA')
const at = (place: number): CompactJws => chain[place] as CompactJws
const honest: Copy = {
  head: main,
  refs: refs[5] ?? [],
  chain,
  genesis,
  assignment: { design, epoch: 1, host: oak.instance },
  instances: tableOf(holderOf(oak), holderOf(birch)),
  now: NOW,
}

function knownOf(record: CompactJws, withRecord = true): KnownState {
  const { payload, sha256 } = readRefState(record)
  return { epoch: payload.epoch, seq: payload.seq, sha256, ...(withRecord && { record }) }
}

const resign = (record: CompactJws, change: object, keys = oak) =>
  signRecord(RECORD_TYPES.refState, { ...readRefState(record).payload, ...change }, signingKeyOf(keys))

test('an honest copy is verified from nothing, from each known state and with each tail that reaches it', async () => {
  expect(await verifyCopy(honest)).toMatchObject({ verdict: 'verified', record: at(5), joins: 'alone' })
  for (let known = 0; known < 6; known++) {
    for (let start = 0; start < 6; start++) {
      const copy = { ...honest, chain: chain.slice(start), known: knownOf(at(known), false) }
      const verdict = await verifyCopy(copy)
      const name = `known ${known + 1}, chain from ${start + 1}`
      if (start > known + 1) expect(verdict, name).toMatchObject({ reason: 'broken-chain' })
      else expect(verdict, name).toMatchObject({ verdict: 'verified', joins: known === 5 ? 'same' : 'next' })
    }
  }
})

test('every older copy, whole and well signed, is refused where something newer is known', async () => {
  for (let length = 1; length < 6; length++) {
    for (let known = length; known < 6; known++) {
      const copy = { ...honest, chain: chain.slice(0, length), refs: refs[length - 1] ?? [] }
      expect(await verifyCopy(copy)).toMatchObject({ verdict: 'verified' })
      expect(await verifyCopy({ ...copy, known: knownOf(at(known)) })).toMatchObject({
        verdict: 'refused',
        reason: 'older-than-known',
      })
    }
  }
})

test('older refs under the newest state, and older states over the newest refs, are mismatches', async () => {
  for (let place = 0; place < 5; place++) {
    const old = { ...honest, refs: refs[place] ?? [] }
    expect(await verifyCopy(old)).toMatchObject({ reason: 'digest-mismatch' })
    const cut = { ...honest, chain: chain.slice(0, place + 1) }
    expect(await verifyCopy(cut)).toMatchObject({ reason: 'digest-mismatch' })
  }
})

test('an extra, hidden or swapped ref and another HEAD are mismatches', async () => {
  const [a, b, c] = refs[5] as [ReturnType<typeof ref>, ReturnType<typeof ref>, ReturnType<typeof ref>]
  for (const copy of [
    { refs: [a, b, c, ref('refs/heads/x', '9')] },
    { refs: [a, c] },
    { refs: [{ ...a, oid: c.oid }, b, { ...c, oid: a.oid }] },
    { head: 'refs/heads/wide' as RefName },
  ]) {
    expect(await verifyCopy({ ...honest, ...copy })).toMatchObject({ reason: 'digest-mismatch' })
  }
})

test('an older record put in any place of the chain breaks it', async () => {
  for (let place = 0; place < 6; place++) {
    for (let older = 0; older < 6; older++) {
      if (older === place) continue
      const bent = chain.with(place, at(older))
      expect((await verifyCopy({ ...honest, chain: bent })).verdict, `${older} at ${place}`).toBe('refused')
    }
  }
})

test('a chain with a record left out, doubled or out of order is refused', async () => {
  for (let place = 1; place < 5; place++) {
    const swapped = chain.with(place, at(place + 1)).with(place + 1, at(place))
    for (const bent of [chain.toSpliced(place, 1), chain.toSpliced(place, 0, at(place)), swapped]) {
      expect(joinsChain(bent)).toMatchObject({ joined: false })
      expect((await verifyCopy({ ...honest, chain: bent })).verdict).toBe('refused')
    }
  }
  expect(await verifyCopy({ ...honest, chain: [] })).toMatchObject({ reason: 'broken-chain' })
  const long = Array.from({ length: MAX_CHAIN_RECORDS + 1 }, () => at(0))
  expect(await verifyCopy({ ...honest, chain: long })).toMatchObject({ reason: 'malformed' })
})

test('the right numbers do not make a chain: each record names the one before, by the same host', async () => {
  const unlinked = await resign(at(5), { prev: readRefState(at(3)).payload.prev })
  expect(await verifyCopy({ ...honest, chain: chain.with(5, unlinked) })).toMatchObject({
    reason: 'broken-chain',
  })
  const byBirch = await resign(at(4), { host: birch.instance }, birch)
  const after = await resign(at(5), { prev: recordSha256(byBirch) })
  expect(await verifyCopy({ ...honest, chain: [...chain.slice(0, 4), byBirch, after] })).toMatchObject({
    reason: 'broken-chain',
  })
})

test('the chain of another design by the same host cannot be grafted', async () => {
  expect(await verifyCopy({ ...honest, chain: other.chain })).toMatchObject({ reason: 'wrong-design' })
  const grafted = [...other.chain.slice(0, 5), at(5)]
  expect(await verifyCopy({ ...honest, chain: grafted })).toMatchObject({ reason: 'wrong-design' })
  const another = await verifyCopy({ ...honest, genesis: other.genesis })
  expect(another).toMatchObject({ reason: 'broken-chain', detail: expect.stringContaining('genesis') })
})

test('a record in the middle that the host has not signed is refused, unless it is known already', async () => {
  const forged = await resign(at(1), {}, eve)
  const after = await pushAfter(forged, oak, { refs: refs[2] ?? [] })
  const copy = { ...honest, chain: [at(0), forged, after], refs: refs[2] ?? [] }
  expect(await verifyCopy(copy)).toMatchObject({ reason: 'unknown-key' })
  expect(await verifyCopy({ ...copy, known: knownOf(forged) })).toMatchObject({ verdict: 'verified' })
})

test('a rewritten history is a fork at the known place, with both records as proof', async () => {
  const rewritten = await resign(at(2), { bytes: 7 })
  const after = await pushAfter(rewritten, oak, { refs: refs[5] ?? [] })
  const copy = { ...honest, chain: [...chain.slice(0, 2), rewritten, after], known: knownOf(at(2)) }
  expect(await verifyCopy(copy)).toMatchObject({
    reason: 'forked-chain',
    fraud: { records: [at(2), rewritten] },
  })
  // The tail alone shows no second record for the place, and still does not lead on from the known one.
  expect(await verifyCopy({ ...copy, chain: [after] })).toMatchObject({ reason: 'broken-chain' })
  const registry = { ...knownOf(at(2)), seenAt: NOW }
  const { known: _, ...newcomer } = copy
  expect(await verifyCopy({ ...newcomer, latest: registry })).toMatchObject({ reason: 'forked-chain' })
})

test('a level never goes down', async () => {
  // This version knows one level only, so the states get a second one after they were read.
  const states = chain.map(readRefState)
  const levels = (...all: number[]) => {
    const raised = states.map((state, index) => ({
      ...state,
      payload: { ...state.payload, level: all[index] ?? 1 },
    }))
    const [first, newest] = [raised[0], raised[5]] as [RefStateRecord, RefStateRecord]
    return { all: raised, first, newest }
  }
  expect(checkChain(levels(1, 1, 1, 2, 2, 2), undefined)).toBe('alone')
  for (const bad of [levels(1, 1, 2, 1, 2, 2), levels(2, 1), levels(2, 2, 2, 2, 2, 1)]) {
    expect(() => checkChain(bad, undefined)).toThrow(expect.objectContaining({ reason: 'level-downgrade' }))
  }
})

test('a promoted host continues the chain in a new epoch, and the old one is no longer heard', async () => {
  const opened = await pushAfter(at(3), birch, { refs: refs[3] ?? [], epoch: 2 })
  const next = await pushAfter(opened, birch, { refs: refs[4] ?? [], epoch: 2 })
  const promoted: Copy = {
    ...honest,
    assignment: { design, epoch: 2, host: birch.instance },
    chain: [...chain.slice(0, 4), opened, next],
    refs: refs[4] ?? [],
  }
  expect(await verifyCopy(promoted)).toMatchObject({ verdict: 'verified' })
  expect(await verifyCopy({ ...promoted, known: knownOf(at(3)) })).toMatchObject({ joins: 'next' })
  expect(await verifyCopy({ ...promoted, known: knownOf(at(3)), chain: [opened, next] })).toMatchObject({
    joins: 'next',
  })
  // What only the old host had is left behind, by the registry's decision.
  expect(await verifyCopy({ ...promoted, known: knownOf(at(5)) })).toMatchObject({ joins: 'promoted' })
  // Without the record that opens the epoch nobody can tell.
  expect(await verifyCopy({ ...promoted, known: knownOf(at(3)), chain: [next] })).toMatchObject({
    reason: 'broken-chain',
  })
  expect(await verifyCopy({ ...honest, assignment: promoted.assignment })).toMatchObject({
    reason: 'wrong-host',
  })
  expect(await verifyCopy({ ...honest, known: knownOf(next) })).toMatchObject({ reason: 'older-than-known' })
})

test('a mirror that is behind the registry says as of when its copy is true', async () => {
  const behind = { ...honest, chain: chain.slice(0, 4), refs: refs[3] ?? [] }
  const latest = { ...knownOf(at(5)), seenAt: NOW }
  expect(await verifyCopy({ ...behind, latest })).toMatchObject({ verdict: 'as-of' })
  expect(await verifyCopy({ ...honest, latest })).toMatchObject({ verdict: 'verified' })
})

test('two hundred generated corruptions of a copy are all refused', async () => {
  // A small linear congruential generator: the same corruptions in every run.
  let state = 1
  const pick = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  for (let round = 0; round < 200; round++) {
    const place = pick(6)
    const record = at(place)
    const spot = pick(record.length)
    const letter = 'ABab01-_'[pick(8)] ?? 'A'
    if (record[spot] === letter) continue
    const bent = chain.with(place, (record.slice(0, spot) + letter + record.slice(spot + 1)) as CompactJws)
    expect((await verifyCopy({ ...honest, chain: bent })).verdict, `${place} ${spot}`).toBe('refused')
  }
})
