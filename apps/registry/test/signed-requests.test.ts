import { randomBytes } from 'node:crypto'
import { FeedIndex } from '@truss/contracts/ids'
import { listTokens, sendHeartbeat } from '@truss/contracts/registry-routes'
import { signerOf } from '@truss/federation/instance-keys'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import { signRequest } from '@truss/federation/sign-request'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerTo, requestTo } from './call-route.ts'
import type { TestMember } from './test-member.ts'
import { openTestRegistry, type TestRegistry } from './test-registry.ts'

const BEAT = { body: { appliedIndex: FeedIndex.parse(0) } }

let registry: TestRegistry
let oak: TestMember

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'reed'] })
  oak = registry.member('oak')
})
afterAll(() => registry?.[Symbol.asyncDispose]())

const beat = (sign?: (request: Request) => Promise<Request>) =>
  requestTo(registry.url, sendHeartbeat, BEAT, sign ? { sign } : {})
const clockAt = (seconds: number) => ({ now: () => new Date(Date.now() + seconds * 1000) })
const signedAt = (seconds: number) =>
  createRequestSigner({ keys: oak.keys, purpose: 'request', clock: clockAt(seconds) })

test('a member is known by its signature', async () => {
  expect(await answerTo(sendHeartbeat, await beat(oak.sign))).toEqual({ head: 2 })
})

test('an unsigned request is refused', async () => {
  expect(await answerTo(sendHeartbeat, await beat())).toBe('401 bad-signature')
})

test('a request whose body, target or method was altered is refused', async () => {
  const signed = await beat(oak.sign)
  const { headers } = signed
  const otherBody = new Request(signed.url, { method: 'POST', headers, body: '{"appliedIndex":9}' })
  expect(await answerTo(sendHeartbeat, otherBody)).toBe('401 bad-signature')

  const body = JSON.stringify(BEAT.body)
  const otherTarget = new Request(`${signed.url}?more=1`, { method: 'POST', headers, body })
  expect(await answerTo(sendHeartbeat, otherTarget)).toBe('401 bad-signature')

  const listing = await requestTo(registry.url, listTokens, {}, { sign: oak.sign })
  const otherPath = new Request(signed.url, { method: 'POST', headers: listing.headers, body })
  expect(await answerTo(sendHeartbeat, otherPath)).toBe('401 bad-signature')
})

test('a request is taken once', async () => {
  const signed = await beat(oak.sign)
  const again = signed.clone()
  expect(await answerTo(sendHeartbeat, signed)).toEqual({ head: 2 })
  expect(await answerTo(sendHeartbeat, again)).toBe('401 replayed-request')
})

test('of many copies that arrive at once, one is taken', async () => {
  const signed = await beat(oak.sign)
  const answers = await Promise.all(Array.from({ length: 8 }, () => answerTo(sendHeartbeat, signed.clone())))
  expect(answers.filter((answer) => answer !== '401 replayed-request')).toEqual([{ head: 2 }])
})

test('a request of the past or of the future is refused, within a minute of skew taken', async () => {
  expect(await answerTo(sendHeartbeat, await beat(signedAt(-600)))).toBe('401 bad-signature')
  expect(await answerTo(sendHeartbeat, await beat(signedAt(600)))).toBe('401 bad-signature')
  expect(await answerTo(sendHeartbeat, await beat(signedAt(-50)))).toEqual({ head: 2 })
  expect(await answerTo(sendHeartbeat, await beat(signedAt(50)))).toEqual({ head: 2 })
})

test('a signature for another purpose is refused', async () => {
  const sign = createRequestSigner({ keys: oak.keys, purpose: 'mirror', clock: clockAt(0) })
  expect(await answerTo(sendHeartbeat, await beat(sign))).toBe('401 bad-signature')
})

test('a key with another purpose, and one of nobody, sign nothing', async () => {
  const { privateKey, kid } = signerOf(oak.keys, 'refState')
  const signAs = (keyid: string) => (request: Request) =>
    signRequest(request, {
      keyid,
      privateKey,
      tag: 'truss-v1:request',
      now: new Date(),
      nonce: randomBytes(16),
    })
  const own = await beat(signAs(`${oak.keys.instance}#${kid}`))
  expect(await answerTo(sendHeartbeat, own)).toBe('401 bad-signature')
  const nobody = await beat(signAs(`${'b'.repeat(26)}#${kid}`))
  expect(await answerTo(sendHeartbeat, nobody)).toBe('401 bad-signature')
  const reed = registry.member('reed')
  const foreign = await beat(signAs(`${reed.keys.instance}#${signerOf(reed.keys, 'request').kid}`))
  expect(await answerTo(sendHeartbeat, foreign)).toBe('401 bad-signature')
})

test('a body over the limit is refused before anything is checked', async () => {
  const request = new Request(`${registry.url}/v1/instances/heartbeats`, {
    method: 'POST',
    body: 'x'.repeat(600_000),
  })
  expect(await answerTo(sendHeartbeat, request)).toBe('413 too-large')
})
