import { expect, test } from 'vitest'
import { bytesOf, holderOf, keysOf, later, NOW, tableOf } from '../test/fixtures.ts'
import { contentDigest } from './content-digest.ts'
import { signerOf } from './instance-keys.ts'
import { requestKeys } from './key-lookup.ts'
import { createRequestSigner, createSignedFetch } from './sign-fetch.ts'
import { type RequestTag, signRequest } from './sign-request.ts'
import { type IncomingRequest, type VerifyRequestOptions, verifyRequest } from './verify-request.ts'

// oak ── signed request ──▶ registry.example, which knows oak and birch. eve has keys that nobody listed.
const [oak, birch, eve] = [await keysOf('oak'), await keysOf('birch'), await keysOf('eve')]
const table = tableOf(holderOf(oak), holderOf(birch))
const URL_ = 'https://registry.example/v1/designs/abc/like?x=1&y=2'
const BODY = '{"liked":true}'

function createReceiver(overrides: Partial<VerifyRequestOptions> = {}) {
  const nonces = new Set<string>()
  const expiries: Date[] = []
  const options: VerifyRequestOptions = {
    resolveKey: requestKeys(table, { now: () => NOW }),
    tags: new Set<RequestTag>(['truss-v1:registry']),
    now: NOW,
    skewSeconds: 60,
    claimNonce: async (keyid, nonce, expires) => {
      expiries.push(expires)
      const name = `${keyid} ${nonce}`
      return !nonces.has(name) && nonces.add(name) !== undefined
    },
    ...overrides,
  }
  return { nonces, expiries, receive: (request: IncomingRequest) => verifyRequest(request, options) }
}

async function arriving(request: Request): Promise<IncomingRequest> {
  const { method, url, headers } = request
  return { method, url, headers, body: new Uint8Array(await request.arrayBuffer()) }
}

interface Sent {
  keys?: typeof oak
  now?: Date
  nonce?: string
  purpose?: string
}

async function send({ keys = oak, now = NOW, nonce = 'n', purpose = 'registry' }: Sent = {}, init = {}) {
  const sign = createRequestSigner({
    keys,
    purpose,
    clock: { now: () => now },
    randomNonce: () => bytesOf(nonce).subarray(0, 16),
  })
  return arriving(await sign(new Request(URL_, { method: 'PUT', body: BODY, ...init })))
}

/** The honest request with headers replaced. */
async function withHeaders(change: (headers: Headers) => void, sent?: Sent): Promise<IncomingRequest> {
  const request = await send(sent)
  const headers = new Headers(request.headers)
  change(headers)
  return { ...request, headers }
}

const refused = { name: 'RecordError', code: 'bad-signature' }

test('an honest request says who sent it, and its body arrives', async () => {
  const request = await send()
  expect(new TextDecoder().decode(request.body)).toBe(BODY)
  expect(request.headers.get('content-type')).toContain('text/plain')
  await expect(createReceiver().receive(request)).resolves.toEqual({
    instance: oak.instance,
    kid: oak.subkeys.request.key.kid,
    tag: 'truss-v1:registry',
  })
})

test('a request without a body has a digest too, and is accepted', async () => {
  const request = await send({}, { method: 'GET', body: null })
  expect(request.headers.get('content-digest')).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:')
  await expect(createReceiver().receive(request)).resolves.toMatchObject({ instance: oak.instance })
})

test('a fragment, a default port and capitals in the host do not disturb', async () => {
  const signed = await signRequest(new Request('https://REGISTRY.example:443/v1/me#part'), {
    ...signerOf(oak, 'request'),
    keyid: `${oak.instance}#${oak.subkeys.request.key.kid}`,
    tag: 'truss-v1:registry',
    now: NOW,
    nonce: new Uint8Array(16),
  })
  const request = { ...(await arriving(signed)), url: 'https://registry.example/v1/me' }
  await expect(createReceiver().receive(request)).resolves.toMatchObject({ instance: oak.instance })
})

test.each<[string, Partial<IncomingRequest>]>([
  ['body', { body: Buffer.from('{"liked":false}') }],
  ['body that was dropped', { body: new Uint8Array() }],
  ['method', { method: 'POST' }],
  ['method in lower case', { method: 'put' }],
  ['scheme', { url: URL_.replace('https', 'http') }],
  ['host', { url: URL_.replace('registry', 'oak') }],
  ['port', { url: URL_.replace('example/', 'example:8443/') }],
  ['path', { url: URL_.replace('abc', 'abd') }],
  ['path with a dot segment', { url: URL_.replace('/abc', '/x/../abc') }],
  ['path with an encoded dot segment', { url: URL_.replace('/abc', '/x/%2e%2e/abc') }],
  ['query', { url: URL_.replace('y=2', 'y=3') }],
  ['query that was dropped', { url: URL_.replace(/\?.*/, '') }],
  ['order of the query', { url: URL_.replace('x=1&y=2', 'y=2&x=1') }],
  ['fragment', { url: `${URL_}#x` }],
  ['user in the address', { url: URL_.replace('://', '://eve@') }],
  ['relative address', { url: '/v1/designs/abc/like?x=1&y=2' }],
])('a request with another %s is refused, and its nonce stays unused', async (_, change) => {
  const { receive, nonces } = createReceiver()
  const request = await send()
  await expect(receive({ ...request, ...change })).rejects.toMatchObject(refused)
  expect(nonces.size).toBe(0)
  await expect(receive(request)).resolves.toBeDefined()
})

test.each<[string, (headers: Headers) => void]>([
  ['no Signature', (headers) => headers.delete('signature')],
  ['no Signature-Input', (headers) => headers.delete('signature-input')],
  ['no Content-Digest', (headers) => headers.delete('content-digest')],
  ['two signatures', (headers) => headers.append('signature', headers.get('signature') ?? '')],
  ['two inputs', (headers) => headers.append('signature-input', headers.get('signature-input') ?? '')],
  ['two digests', (headers) => headers.append('content-digest', headers.get('content-digest') ?? '')],
  ['the digest of another body', (headers) => headers.set('content-digest', contentDigest(Buffer.from('x')))],
  [
    'a weaker digest beside it',
    (headers) => headers.set('content-digest', `md5=:AAAA:, ${headers.get('content-digest')}`),
  ],
])('a request with %s is refused', async (_, change) => {
  const { receive, nonces } = createReceiver()
  await expect(receive(await withHeaders(change))).rejects.toMatchObject(refused)
  expect(nonces.size).toBe(0)
})

test('a body swapped together with its digest is refused', async () => {
  const body = Buffer.from('{"liked":false}')
  const request = await withHeaders((headers) => headers.set('content-digest', contentDigest(body)))
  await expect(createReceiver().receive({ ...request, body })).rejects.toThrow('does not fit')
})

test('each character of the two signature headers matters', async () => {
  const { receive, nonces } = createReceiver()
  for (const name of ['signature', 'signature-input']) {
    const value = (await send()).headers.get(name) ?? ''
    for (let place = 0; place < value.length; place++) {
      const other = value[place] === 'a' ? 'b' : 'a'
      const text = value.slice(0, place) + other + value.slice(place + 1)
      const request = await withHeaders((headers) => headers.set(name, text))
      await expect(receive(request), `${name} ${place}`).rejects.toMatchObject(refused)
    }
  }
  expect(nonces.size).toBe(0)
})

test('the same request twice is a replay; another nonce or another key is not', async () => {
  const { receive } = createReceiver()
  const request = await send()
  await receive(request)
  await expect(receive(request)).rejects.toMatchObject({ code: 'replayed-request' })
  await expect(receive(await send({ nonce: 'other' }))).resolves.toBeDefined()
  await expect(receive(await send({ keys: birch }))).resolves.toMatchObject({ instance: birch.instance })
})

test('a request is good from 60 s before its time to 60 s after its end, and its nonce is kept as long', async () => {
  for (const [seconds, good] of [
    [-61, false],
    [-60, true],
    [0, true],
    [119, true],
    [120, false],
    [86_400, false],
  ] as const) {
    const { receive, expiries } = createReceiver({ now: later(seconds) })
    const received = receive(await send())
    if (good) await expect(received, `${seconds}`).resolves.toBeDefined()
    else await expect(received, `${seconds}`).rejects.toMatchObject(refused)
    expect(expiries).toEqual(good ? [later(120)] : [])
  }
})

test('no signature lasts longer than 60 s or ends before it begins', async () => {
  for (const lifetime of [61, 0, -5, 10_000]) {
    const request = await withHeaders((headers) => {
      const created = Math.floor(NOW.getTime() / 1000)
      const text = headers.get('signature-input') ?? ''
      headers.set(
        'signature-input',
        text.replace(/expires=\d+/, `expires=${Math.max(0, created + lifetime)}`),
      )
    })
    await expect(createReceiver().receive(request)).rejects.toThrow('at most 60 seconds')
  }
})

test('a request for another purpose is refused before any key is looked up', async () => {
  const { receive } = createReceiver({
    resolveKey: async () => {
      throw new Error('a key was looked up')
    },
  })
  await expect(receive(await send({ purpose: 'mirror' }))).rejects.toThrow('tagged truss-v1:mirror')
})

test('a key that is not listed, or listed for something else, counts for nothing', async () => {
  const { receive, nonces } = createReceiver()
  await expect(receive(await send({ keys: eve }))).rejects.toMatchObject(refused)
  // eve signs in the name of oak: with her own kid, and with that of oak.
  for (const kid of [eve.subkeys.request.key.kid, oak.subkeys.request.key.kid]) {
    const { privateKey } = eve.subkeys.request
    const options = {
      keyid: `${oak.instance}#${kid}`,
      privateKey,
      tag: 'truss-v1:registry',
      now: NOW,
    } as const
    const signed = await signRequest(new Request(URL_), { ...options, nonce: new Uint8Array(16) })
    await expect(receive(await arriving(signed))).rejects.toMatchObject(refused)
  }
  const { key, privateKey } = oak.subkeys.refState
  const signed = await signRequest(new Request(URL_), {
    keyid: `${oak.instance}#${key.kid}`,
    privateKey,
    tag: 'truss-v1:registry',
    now: NOW,
    nonce: new Uint8Array(16),
  })
  await expect(receive(await arriving(signed))).rejects.toThrow('no key')
  expect(nonces.size).toBe(0)
})

test('a signed fetch sends signed requests and follows no redirect', async () => {
  const sent: Request[] = []
  const signedFetch = createSignedFetch({
    keys: oak,
    purpose: 'registry',
    clock: { now: () => NOW },
    fetch: async (request) => {
      sent.push(request)
      return new Response('{}')
    },
  })
  for (const _ of [1, 2]) await signedFetch(new Request(URL_, { method: 'PUT', body: BODY }))
  const { receive } = createReceiver()
  for (const request of sent) {
    expect(request.redirect).toBe('manual')
    await expect(receive(await arriving(request))).resolves.toMatchObject({ instance: oak.instance })
  }
})
