import { type CompactJws, GenesisPayload, RECORD_TYPES } from '@truss/contracts/records'
import { base64url, CompactSign } from 'jose'
import { expect, test } from 'vitest'
import { genesisBy, holderOf, keysOf, later, NOW, signingKeyOf, tableOf } from '../test/fixtures.ts'
import { designIdOf } from './design-id.ts'
import { signFeedEvent, verifyFeedEvent } from './feed-event.ts'
import { signGenesis, verifyGenesis } from './genesis.ts'
import { signerOf } from './instance-keys.ts'
import { kidOf, privateJwkOf, publicJwkOf } from './jwk.ts'
import { decodeRecord, verifyRecord } from './record.ts'

const [oak, birch] = [await keysOf('oak'), await keysOf('birch')]
const instances = tableOf(holderOf(oak), holderOf(birch))
const genesis = await genesisBy(oak)
const key = signingKeyOf(oak)

async function signText(text: string, header: object = {}): Promise<CompactJws> {
  const all = { alg: 'EdDSA', typ: RECORD_TYPES.genesis, kid: key.kid, ...header }
  const jws = new CompactSign(Buffer.from(text)).setProtectedHeader(all)
  return (await jws.sign(key.privateKey, { crit: { x: true } })) as CompactJws
}

test('a genesis record makes its design id, and only its payload does', async () => {
  const other = await signText(JSON.stringify(genesis.payload), { kid: oak.subkeys.request.key.kid })
  expect(designIdOf(other)).toBe(genesis.design)
  expect(genesis.design).toMatch(/^[a-z2-7]{52}$/)
  expect((await genesisBy(oak, 'BAAAAAAAAAAAAAAAAAAAAA')).design).not.toBe(genesis.design)
  await expect(verifyGenesis(genesis.record, { instances, now: NOW })).resolves.toEqual({
    payload: genesis.payload,
    design: genesis.design,
  })
})

test('a genesis record counts for ever, and is taken up only while its key is in force', async () => {
  const now = later(200 * 86_400)
  await expect(verifyGenesis(genesis.record, { instances })).resolves.toBeDefined()
  await expect(verifyGenesis(genesis.record, { instances, now })).rejects.toMatchObject({
    code: 'bad-signature',
  })
  const retired = tableOf(holderOf(oak, { validUntilIndex: 3 as never }))
  await expect(verifyGenesis(genesis.record, { instances: retired })).resolves.toBeDefined()
  await expect(verifyGenesis(genesis.record, { instances: retired, now: NOW })).rejects.toThrow('in force')
})

test('nobody makes a design in the name of another instance', async () => {
  await expect(signGenesis(genesis.payload, signerOf(birch, 'refState'))).rejects.toThrow('cannot sign for')
  const forged = await signText(JSON.stringify({ ...genesis.payload, instance: birch.instance }))
  await expect(verifyGenesis(forged, { instances })).rejects.toMatchObject({ code: 'bad-signature' })
  await expect(verifyGenesis(genesis.record, { instances: tableOf() })).rejects.toThrow('is known')
})

test.each<[string, string, object]>([
  ['a name given twice', JSON.stringify(genesis.payload).replace('{', '{"version":1,'), {}],
  ['white space', JSON.stringify(genesis.payload, null, 1), {}],
  ['escaped letters', JSON.stringify(genesis.payload).replace('sha1', '\\u0073ha1'), {}],
  ['another spelling of a number', JSON.stringify(genesis.payload).replace(':1,', ':1.0,'), {}],
  ['a byte order mark', `\ufeff${JSON.stringify(genesis.payload)}`, {}],
  ['no JSON', 'hello', {}],
  ['a key of its own in the header', JSON.stringify(genesis.payload), { jwk: publicJwkOf(oak.root) }],
  ['critical extensions', JSON.stringify(genesis.payload), { crit: ['x'], x: 1 }],
  ['no kid', JSON.stringify(genesis.payload), { kid: undefined }],
  ['the type of another record', JSON.stringify(genesis.payload), { typ: RECORD_TYPES.refState }],
  ['no type', JSON.stringify(genesis.payload), { typ: undefined }],
])('a well-signed record with %s is refused', async (_, text, header) => {
  const record = await signText(text, header)
  expect(() => decodeRecord(record, RECORD_TYPES.genesis)).toThrow(
    expect.objectContaining({ code: 'bad-record' }),
  )
})

test('a payload with a field too many is refused', async () => {
  const record = await signText(JSON.stringify({ ...genesis.payload, more: 1 }))
  await expect(verifyGenesis(record, { instances })).rejects.toMatchObject({ code: 'bad-record' })
})

test('alg none and other algorithms are refused', async () => {
  const [, body, signature] = genesis.record.split('.')
  for (const alg of ['none', 'HS256', 'Ed25519']) {
    const head = base64url.encode(JSON.stringify({ alg, typ: RECORD_TYPES.genesis, kid: key.kid }))
    expect(() => decodeRecord(`${head}.${body}.${signature}`, RECORD_TYPES.genesis)).toThrow('header')
  }
})

test('a record has one spelling: the spare bits of its signature must be zero', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(genesis.record.slice(-1))
  for (let bits = 1; bits < 16; bits++) {
    const respelt = genesis.record.slice(0, -1) + alphabet[last ^ bits]
    expect(() => decodeRecord(respelt, RECORD_TYPES.genesis)).toThrow('canonical')
  }
})

test('each character of a record matters', async () => {
  for (let place = 0; place < genesis.record.length; place++) {
    const other = genesis.record[place] === 'A' ? 'B' : 'A'
    const text = genesis.record.slice(0, place) + other + genesis.record.slice(place + 1)
    await expect(verifyGenesis(text as CompactJws, { instances }), `at ${place}`).rejects.toMatchObject({
      name: 'RecordError',
    })
  }
})

test('a record that is signed by another key than its header names is refused', async () => {
  const decoded = decodeRecord(genesis.record, RECORD_TYPES.genesis)
  await expect(verifyRecord(decoded, birch.subkeys.refState.key.jwk)).rejects.toThrow('signed by key')
  expect(GenesisPayload.parse(decoded.json)).toEqual(genesis.payload)
})

test('an event of the feed is read at its index, with the pinned key, and nowhere else', async () => {
  const privateKey = privateJwkOf(new Uint8Array(32).fill(9))
  const feedKey = publicJwkOf(privateKey)
  const signer = { kid: kidOf(privateKey), privateKey }
  const body = { kind: 'ref-state', design: genesis.design, record: genesis.record } as const
  const event = { index: 7 as never, at: NOW.toISOString(), body }
  const record = await signFeedEvent(event, signer)
  await expect(verifyFeedEvent(record, feedKey, 7 as never)).resolves.toEqual(event)
  await expect(verifyFeedEvent(record, feedKey, 8 as never)).rejects.toThrow('stands in the place of 8')
  await expect(verifyFeedEvent(record, oak.subkeys.refState.key.jwk, 7 as never)).rejects.toMatchObject({
    code: 'bad-signature',
  })
  await expect(verifyFeedEvent(genesis.record, feedKey, 7 as never)).rejects.toMatchObject({
    code: 'bad-record',
  })
})
