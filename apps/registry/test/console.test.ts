import type { FeedIndex } from '@truss/contracts/ids'
import { sendHeartbeat } from '@truss/contracts/registry-routes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

/** `oak` and `reed` wait for a decision; olga is an operator, mara is not. */
let registry: TestRegistry
let olga: Visitor
let mara: Visitor

beforeAll(async () => {
  registry = await openTestRegistry({ members: ['oak', 'reed'], env: { TRUSS_JOIN_LEVEL: 'applied' } })
  await registry.addPerson('olga', { operator: true })
  await registry.addPerson('mara')
  olga = await signedIn('olga')
  mara = await signedIn('mara')
})
afterAll(() => registry?.[Symbol.asyncDispose]())

async function signedIn(handle: string): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.submit(`${registry.url}/signin`, { handle, password: PASSWORD })
  return visitor
}

const url = (name: string) => `${registry.url}/console/instances/${registry.member(name).keys.instance}`
const textAt = async (address: string) => textOf(await (await olga.fetch(address)).text())
const levelOf = async (name: string) => {
  const [row] = await registry.connection.sql`select level, suspended from instances where name = ${name}`
  return { ...row }
}

test('the console is for operators', async () => {
  for (const path of ['/console/instances', new URL(url('oak')).pathname]) {
    const stranger = await new Visitor().fetch(registry.url + path)
    expect(stranger.headers.get('location')).toBe(`/signin?next=${encodeURIComponent(path)}`)
    expect((await mara.fetch(registry.url + path)).status).toBe(403)
  }
})

test('somebody else’s form decides nothing', async () => {
  const html = await (await mara.fetch(`${registry.url}/signout`)).text()
  const form = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const answer = await mara.fetch(url('oak'), {
    method: 'POST',
    body: new URLSearchParams({ form, level: 'trusted', reason: 'I say so' }),
    headers: { origin: registry.url },
  })
  expect(answer.status).toBe(403)
  expect(await levelOf('oak')).toEqual({ level: 'applied', suspended: false })
})

test('who waits is shown first, with what each level means', async () => {
  expect(await textAt(`${registry.url}/console/instances`)).toMatch(
    /Waiting for you oak Applied .* reed Applied/,
  )
  const page = await textAt(url('oak'))
  expect(page).toContain('hosts designs and takes pushes')
  expect(page).toContain('None yet.')
})

test('a decision needs a reason, and says what is missing beside it', async () => {
  const answer = await olga.submit(url('oak'), { level: 'trusted', reason: ' ' })
  expect(answer.status).toBe(400)
  expect(textOf(await answer.text())).toContain('say why, everybody can read it')
  expect(await levelOf('oak')).toEqual({ level: 'applied', suspended: false })
  const same = await olga.submit(url('oak'), { level: 'applied', reason: 'as it is' })
  expect(textOf(await same.text())).toContain('oak has this level already')
})

test('a level nobody has heard of is refused, not replaced by another', async () => {
  const answer = await olga.submit(url('oak'), { level: 'emperor', reason: 'a slip' })
  expect(answer.status).toBe(400)
  expect(await levelOf('oak')).toEqual({ level: 'applied', suspended: false })
})

test('decisions take effect and stand in the history, newest first', async () => {
  await olga.submit(url('oak'), { level: 'trusted', reason: 'met in person' })
  await olga.submit(url('oak'), { level: 'trusted', suspended: 'yes', reason: 'keys were <stolen>' })
  expect(await levelOf('oak')).toEqual({ level: 'trusted', suspended: true })
  const html = await (await olga.fetch(url('oak'))).text()
  expect(html).not.toContain('<stolen>')
  expect(textOf(html)).toMatch(/keys were &lt;stolen&gt; .*suspended, by olga.* met in person/)
  expect(await textAt(url('reed'))).not.toContain('met in person')
})

test('the list says when an instance was heard and how far behind it is', async () => {
  expect(await textAt(url('reed'))).toContain('never heard')
  const reed = registry.member('reed')
  await reed.call(registry.url, sendHeartbeat, { body: { appliedIndex: 1 as FeedIndex } })
  expect(await textAt(`${registry.url}/console/instances`)).toMatch(
    /last heard \d{4}-\S+ \S+, \d+ events behind/,
  )
})

test('an instance that does not exist has no page', async () => {
  expect((await olga.fetch(`${registry.url}/console/instances/${'b'.repeat(26)}`)).status).toBe(404)
  expect((await olga.fetch(`${registry.url}/console/instances/..%2f..`)).status).toBe(404)
})
