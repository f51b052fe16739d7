import type { InstanceKey } from '@truss/contracts/instances'
import { RECORD_TYPES } from '@truss/contracts/records'
import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import { holderOf, keysOf, later, NOW } from '../test/fixtures.ts'
import { generateInstanceKeys, instanceIdOf, issueSubkey, verifyInstanceKey } from './instance-keys.ts'
import { kidOf, privateJwkOf, publicJwkOf } from './jwk.ts'
import { findKey, isBeforeCutOff, isWithin, requestKeys } from './key-lookup.ts'
import { signRecord } from './record.ts'

const oak = await keysOf('oak')
const birch = await keysOf('birch')
const root = publicJwkOf(oak.root)
const listed = oak.subkeys.refState.key

test('the key of RFC 8037 comes from its seed and has the thumbprint of its appendix A.3', async () => {
  const seed = Buffer.from('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', 'base64url')
  const key = privateJwkOf(seed)
  expect(key.x).toBe('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')
  expect(kidOf(key)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  expect(kidOf(key)).toBe(await calculateJwkThumbprint(publicJwkOf(key)))
})

test('keys differ from each other and from run to run, and each has one purpose', async () => {
  const made = await generateInstanceKeys({ now: NOW })
  const again = await generateInstanceKeys({ now: NOW })
  const all = [made, again].flatMap(({ root, subkeys }) => [
    root.x,
    ...Object.values(subkeys).map((k) => k.key.jwk.x),
  ])
  expect(new Set(all).size).toBe(8)
  expect(Object.values(made.subkeys).map(({ key }) => key.purposes)).toEqual([
    ['request'],
    ['ref-state'],
    ['openid'],
  ])
  expect(instanceIdOf(made.root)).toBe(made.instance)
})

test('a listed key is what the root key certified', async () => {
  await expect(verifyInstanceKey(root, oak.instance, listed)).resolves.toBeUndefined()
  // The cut-off is the registry's to set.
  await expect(
    verifyInstanceKey(root, oak.instance, { ...listed, validUntilIndex: 7 as never }),
  ).resolves.toBe(undefined)
})

test.each<[string, Partial<InstanceKey>]>([
  ['kid', { kid: birch.subkeys.refState.key.kid }],
  ['jwk', { jwk: birch.subkeys.refState.key.jwk }],
  ['kid and jwk', { kid: birch.subkeys.refState.key.kid, jwk: birch.subkeys.refState.key.jwk }],
  ['purposes', { purposes: ['ref-state', 'request'] }],
  ['notBefore', { notBefore: later(1).toISOString() }],
  ['notAfter', { notAfter: later(86_400).toISOString() }],
  ['certificate', { certificate: oak.subkeys.request.key.certificate }],
  ['certificate by another root', { certificate: birch.subkeys.refState.key.certificate }],
])('a listing with a changed %s is refused', async (_, change) => {
  await expect(verifyInstanceKey(root, oak.instance, { ...listed, ...change })).rejects.toMatchObject({
    name: 'RecordError',
  })
})

test('neither another root key, another instance nor another record type passes', async () => {
  const refused = { code: 'bad-signature' }
  await expect(verifyInstanceKey(publicJwkOf(birch.root), oak.instance, listed)).rejects.toMatchObject(
    refused,
  )
  await expect(verifyInstanceKey(root, birch.instance, listed)).rejects.toMatchObject(refused)
  const { certificate, validUntilIndex, ...rest } = listed
  const signer = { kid: kidOf(oak.root), privateKey: oak.root }
  const forged = await signRecord(RECORD_TYPES.event, { instance: oak.instance, ...rest }, signer)
  await expect(
    verifyInstanceKey(root, oak.instance, { ...rest, certificate: forged, validUntilIndex }),
  ).rejects.toMatchObject({ code: 'bad-record' })
  expect(certificate).not.toBe(forged)
})

test('a key of another spelling is refused: x has two bits too many', async () => {
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const x = root.x.slice(0, -1) + last[last.indexOf(root.x.slice(-1)) ^ 1]
  expect(Buffer.from(x, 'base64url')).toEqual(Buffer.from(root.x, 'base64url'))
  await expect(verifyInstanceKey({ ...root, x }, oak.instance, listed)).rejects.toThrow('canonical')
})

test('no subkey is issued for longer than 90 days, backwards or for nothing', async () => {
  for (const validDays of [91, 0, -1]) {
    await expect(issueSubkey(oak.root, 'request', { now: NOW, validDays })).rejects.toThrow('at most 90 days')
  }
})

test('a key is found by instance, kid and purpose, and only with its certificate', async () => {
  expect(await findKey(holderOf(oak), listed.kid, 'ref-state')).toEqual(listed)
  expect(await findKey(holderOf(oak), listed.kid, 'request')).toBeUndefined()
  expect(await findKey(holderOf(birch), listed.kid, 'ref-state')).toBeUndefined()
  const forged = holderOf(oak, { purposes: ['ref-state', 'request'] })
  await expect(findKey(forged, listed.kid, 'request')).rejects.toMatchObject({ code: 'bad-record' })
})

test('requests are checked with keys in force now, from the table alone', async () => {
  const { kid, jwk, notAfter } = oak.subkeys.request.key
  const at = (now: Date, holder = holderOf(oak)) => requestKeys(() => holder, { now: () => now })
  expect(await at(NOW)(oak.instance, kid)).toEqual(jwk)
  expect(await at(later(-61))(oak.instance, kid)).toBeUndefined()
  expect(await at(later(61, new Date(notAfter)))(oak.instance, kid)).toBeUndefined()
  expect(await at(NOW)(birch.instance, kid)).toBeUndefined()
  expect(await at(NOW)(oak.instance, listed.kid)).toBeUndefined()
  const retired = holderOf(oak)
  retired.keys = retired.keys.map((key) => ({ ...key, validUntilIndex: 5 as never }))
  expect(await at(NOW, retired)(oak.instance, kid)).toBeUndefined()
})

test('a cut-off is a feed index: what stands at or below it counts, what stands nowhere does not', () => {
  const retired = { ...listed, validUntilIndex: 5 as never }
  expect([4, 5, 6].map((index) => isBeforeCutOff(retired, index as never))).toEqual([true, true, false])
  expect(isBeforeCutOff(retired, undefined)).toBe(false)
  expect(isBeforeCutOff(listed, undefined)).toBe(true)
  expect(isWithin(listed, later(-60))).toBe(true)
  expect(isWithin(listed, later(-61))).toBe(false)
})
