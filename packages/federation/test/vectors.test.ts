import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeVectors } from './make-vectors.ts'

type Vectors = Awaited<ReturnType<typeof makeVectors>>
const file = new URL('../../../docs/protocol/vectors.json', import.meta.url)
const vectors = JSON.parse(await readFile(file, 'utf8')) as Vectors

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data)

test('the published vectors are what this code makes', async () => {
  expect(JSON.parse(JSON.stringify(await makeVectors()))).toEqual(vectors)
})

// From here on nothing of this package is used: the vectors alone must be enough for another implementation.

test('each record is signed over its first two segments by the key it names', () => {
  const { instance, genesis, refStates, feed } = vectors
  const { d: _, ...root } = instance.rootPrivateKey
  const stateKey = instance.keys[1]?.jwk
  const all = [
    ...instance.keys.map((key) => [key.certificate, root] as const),
    [genesis.record, stateKey] as const,
    ...refStates.map((state) => [state.record, stateKey] as const),
    [feed.record, feed.key] as const,
  ]
  expect(all).toHaveLength(7)
  for (const [record, jwk] of all) {
    const [head, body, signature] = record.split('.') as [string, string, string]
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
    expect(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  }
})

test('chains and digests are plain sha256', () => {
  const { genesis, refStates, refsDigests } = vectors
  const [first, second] = refStates
  expect(first?.payload.prev).toBe(sha256(genesis.record).digest('hex'))
  expect(second?.payload.prev).toBe(sha256(first?.record ?? '').digest('hex'))
  expect(refsDigests[0]?.digest).toBe(sha256('HEAD refs/heads/main\n').digest('hex'))
  const lines = refsDigests[1]?.refs.map(({ name, oid }) => `${oid} ${name}\n`).join('')
  expect(refsDigests[1]?.digest).toBe(sha256(`HEAD refs/heads/main\n${lines}`).digest('hex'))
  expect(second?.payload.refs.digest).toBe(refsDigests[1]?.digest)
})

test('the request is signed over its signature base', () => {
  const { request, instance } = vectors
  const key = createPublicKey({ key: { ...instance.keys[0]?.jwk }, format: 'jwk' })
  const signature = Buffer.from(request.signature.slice('truss=:'.length, -1), 'base64')
  expect(verify(null, Buffer.from(request.signatureBase), key, signature)).toBe(true)
  expect(request.contentDigest).toBe(`sha-256=:${sha256(request.body).digest('base64')}:`)
  expect(request.signatureBase).toContain(
    `"@target-uri": ${request.url}\n"content-digest": ${request.contentDigest}`,
  )
})
