import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { FakeRegistry } from './fake-registry.ts'
import { feedKey, maraJoins } from './fixtures.ts'
import { startTestPostgres, type TestDatabase, type TestPostgres } from './test-database.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let database: TestDatabase
let registry: FakeRegistry
let folder: string
let worker: ChildProcess | undefined

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-main-'))
  database = await postgres.open()
  registry = await new FakeRegistry().listen()
})
afterEach(async () => {
  worker?.kill('SIGKILL')
  await registry.close()
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, maxRetries: 3 })
})

function start(change: Record<string, string> = {}): ChildProcess {
  const env = {
    PATH: process.env.PATH ?? '',
    TRUSS_INSTANCE_NAME: 'reed',
    TRUSS_BASE_URL: 'http://127.0.0.1:1',
    TRUSS_REGISTRY_URL: registry.url,
    TRUSS_REGISTRY_FEED_KEY: JSON.stringify(feedKey),
    TRUSS_DATA_DIR: folder,
    TRUSS_DATABASE_URL: database.url,
    TRUSS_LOG_LEVEL: 'info',
    ...change,
  }
  const script = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  worker = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  worker.stdout?.resume()
  return worker
}

const follows = async (index: number) => {
  const until = { timeout: 30_000, interval: 20 }
  await vi.waitFor(async () => expect((await database.stores.replica.position()).applied).toBe(index), until)
}

test('the program follows the feed and ends on SIGTERM', async () => {
  const child = start()
  await registry.append(maraJoins)
  await follows(1)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})

test('it ends with its supervisor', async () => {
  const child = start()
  await registry.append(maraJoins)
  await follows(1)
  const exited = once(child, 'exit')
  child.disconnect()
  expect(await exited).toEqual([0, null])
})

test('bad settings are named and nothing starts', async () => {
  const child = start({ TRUSS_BASE_URL: 'reed', TRUSS_MIRROR_POLICY: 'some' })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  expect((await once(child, 'close'))[0]).toBe(1)
  expect(stderr).toMatch(/TRUSS_BASE_URL[\s\S]*TRUSS_MIRROR_POLICY/)
})
