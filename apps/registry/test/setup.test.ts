import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestRegistry, PASSWORD, type TestRegistry } from './test-registry.ts'
import { textOf, Visitor } from './visitor.ts'

let registry: TestRegistry
let setupUrl: string

beforeAll(async () => {
  registry = await openTestRegistry()
  setupUrl = registry.running.setupUrl ?? ''
})
afterAll(() => registry?.[Symbol.asyncDispose]())

const operators = async () =>
  (await registry.connection.sql`select handle from accounts where operator order by handle`).map(
    ({ handle }) => handle,
  )
const setUp = (handle: string, visitor = new Visitor()) =>
  visitor.submit(setupUrl, { handle, password: PASSWORD })

test('the set-up page opens with the token that the start printed, and with no other', async () => {
  expect(setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{24}$/)
  expect((await fetch(`${registry.url}/setup`)).status).toBe(404)
  expect((await fetch(`${setupUrl}x`)).status).toBe(404)
  expect((await fetch(setupUrl.replace(/.$/, '.'))).status).toBe(404)
  expect((await fetch(setupUrl)).status).toBe(200)
})

test('the token stays the same over a restart', async () => {
  await registry.restart()
  expect(registry.running.setupUrl).toBe(setupUrl)
})

test('a form without the token makes nobody an operator', async () => {
  const visitor = new Visitor()
  const answer = await visitor.submit(`${registry.url}/signup`, {
    handle: 'stranger',
    password: PASSWORD,
    operator: 'true',
  })
  expect(answer.status).toBe(303)
  const hidden = /name="form" value="([^"]*)"/.exec(
    await (await visitor.fetch(`${registry.url}/signout`)).text(),
  )?.[1]
  const direct = await visitor.fetch(`${registry.url}/setup`, {
    method: 'POST',
    body: new URLSearchParams({ handle: 'eve', password: PASSWORD, form: hidden ?? '' }),
    headers: { origin: registry.url },
  })
  expect(direct.status).toBe(403)
  expect(await operators()).toEqual([])
})

test('a stranger who signed up first does not shut the door', async () => {
  expect((await fetch(setupUrl)).status).toBe(200)
})

test('a mistake in the form keeps the door open', async () => {
  const answer = await setUp('admin')
  expect(answer.status).toBe(400)
  expect(textOf(await answer.text())).toContain('Set up this registry')
  expect(await operators()).toEqual([])
})

test('of two who hold the link at once, one becomes the operator', async () => {
  const statuses = (await Promise.all([setUp('olga'), setUp('otto')])).map(({ status }) => status)
  expect(statuses.sort()).toEqual([303, 403])
  expect((await operators()).length).toBe(1)
})

test('afterwards the page is gone, also after a restart', async () => {
  expect((await fetch(setupUrl)).status).toBe(404)
  await registry.restart()
  expect(registry.running.setupUrl).toBe(undefined)
  expect((await fetch(setupUrl)).status).toBe(404)
})
