import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryPath } from '@truss/git/repository-path'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type GitClient, gitClient, remoteRefs } from '../support/git-client.ts'
import { type DemoRun, freePortBase, isFree, type Ready, startDemo } from './demo-run.ts'
import { isAlive, postmasterOf } from './processes.ts'

// The demo as it is started by people: registry, oak (trusted, home of mara), birch (trusted), reed (mirror), each
// with processes of its own. The tests follow each other on one network: what one killed is back, or stays dead
// where the next ones need it so.

const OWNER = 'mara'
const SLUG = 'cable-comb'
const GATEWAY = 1
const WORKER = 2
const WEB = 3
const BACK_MS = 30_000

// Each test waits for processes to start, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 120_000 })

let folder: string
let portBase: number
let demo: DemoRun
let first: Ready
let mara: GitClient
let work: string

beforeAll(async () => {
  // No symbolic link on the way: the demo names its folders as they are.
  folder = await mkdtemp(join(tmpdir(), 'truss-demo-'))
  portBase = await freePortBase()
  demo = await start()
  first = await demo.ready()
  const person = first.people.find(({ handle }) => handle === OWNER)
  mara = await gitClient(
    Object.fromEntries(first.instances.map(({ name, gitUrl }) => [gitUrl, person?.tokens[name] ?? ''])),
  )
  await mara.ok(['clone', '--quiet', at('oak'), 'work'])
  work = mara.folder('work')
}, 180_000)

afterAll(async () => {
  await demo?.[Symbol.asyncDispose]()
  await mara?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

beforeEach(() => {
  onTestFailed(() => {
    process.stderr.write(`the demo printed:\n${demo.output()}\n`)
  })
})

function start(): Promise<DemoRun> {
  return startDemo({ dataDir: join(folder, 'data'), portBase, readyFile: join(folder, 'ready.json') })
}

function instance(name: string, ready: Ready = first): Ready['instances'][number] {
  const found = ready.instances.find((one) => one.name === name)
  if (!found) throw new Error(`no instance ${name}`)
  return found
}

/** Clone address of the design that all tests use. */
function at(name: string): string {
  return `${instance(name).gitUrl}/${OWNER}/${SLUG}.git`
}

async function pidOf(name: string, place: number): Promise<number> {
  return instance(name, await demo.ready()).pids[place] ?? 0
}

/** Kills one process of an instance. @returns its id */
async function kill(name: string, place: number): Promise<number> {
  const pid = await pidOf(name, place)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Its supervisor has started another process in the same place, and the ready file says so. */
async function restarted(name: string, place: number, old: number): Promise<void> {
  await eventually(async () => {
    const pid = await pidOf(name, place)
    expect(pid).not.toBe(old)
    expect(await isAlive(pid)).toBe(true)
  }, BACK_MS)
}

/** Commits a file and pushes it. @returns the commit, once the push is answered */
async function push(name: string, text: string): Promise<string> {
  const head = await commit(text)
  await mara.ok(['push', '--quiet', at(name), 'HEAD:main'], { cwd: work })
  return head
}

async function commit(text: string | Uint8Array): Promise<string> {
  await writeFile(join(work, 'notes.txt'), text)
  await mara.ok(['add', '.'], { cwd: work })
  await mara.ok(['commit', '--quiet', '-m', 'notes'], { cwd: work })
  return (await mara.ok(['rev-parse', 'HEAD'], { cwd: work })).trim()
}

async function expectMain(name: string, head: string): Promise<void> {
  expect((await remoteRefs(mara, at(name)))['refs/heads/main']).toBe(head)
}

/** Reed has it itself, which it does only after the registry recorded the state and reed has verified it. */
async function expectCopyAtReed(head: string): Promise<void> {
  await eventually(async () => {
    const { stdout, stderr } = await mara.run([
      ...['-c', 'http.followRedirects=false', 'ls-remote', at('reed'), 'refs/heads/main'],
    ])
    if (!stdout.startsWith(head)) await mara.run(['ls-remote', at('reed')])
    expect(stdout, stderr).toMatch(new RegExp(`^${head}\t`))
  }, BACK_MS)
}

/** Clones with the person's git and throws the clone away. */
async function clone(name: string): Promise<void> {
  await mara.ok(['clone', '--quiet', at(name), 'again'])
  await rm(mara.folder('again'), { recursive: true })
}

async function page(name: string, path = `/${OWNER}/${SLUG}`): Promise<{ status: number; text: string }> {
  const answer = await fetch(instance(name).url + path, { signal: AbortSignal.timeout(10_000) })
  return { status: answer.status, text: await answer.text() }
}

test('the ready file is private and says where everything is', async () => {
  expect((await stat(join(folder, 'ready.json'))).mode & 0o777).toBe(0o600)
  expect(first.pid).toBe(demo.child.pid)
  expect(first.instances.map(({ name, level }) => [name, level])).toEqual([
    ['oak', 'trusted'],
    ['birch', 'trusted'],
    ['reed', 'mirror'],
  ])
  const urls = [first.registry, ...first.instances].map(({ url }) => new URL(url))
  for (const url of urls) {
    expect(Number(url.port)).toBeGreaterThanOrEqual(portBase)
    expect(Number(url.port)).toBeLessThan(portBase + 100)
  }
  expect(new Set(urls.map(({ port }) => port)).size).toBe(urls.length)
  const pids = [first.pid, first.registry.pid, ...first.instances.flatMap((one) => one.pids)]
  expect(new Set(pids).size).toBe(pids.length)
  for (const pid of pids) expect(await isAlive(pid)).toBe(true)
  const names = first.instances.map(({ name }) => name)
  for (const person of first.people) {
    expect(names).toContain(person.home)
    expect(Object.keys(person.tokens).sort()).toEqual([...names].sort())
  }
  expect(first.people.filter(({ operator }) => operator)).toHaveLength(1)
  for (const { host } of first.designs) expect(names).toContain(host)
  expect(first.designs.length).toBeGreaterThanOrEqual(10)
})

test.each(['oak', 'birch', 'reed'])('every design is there to clone at %s', async (name) => {
  for (const { owner, slug } of first.designs) {
    const refs = await remoteRefs(mara, `${instance(name).gitUrl}/${owner}/${slug}.git`)
    expect(refs['refs/heads/main'], `${owner}/${slug}`).toMatch(/^[0-9a-f]{40}$/)
  }
})

test('with the pages killed git goes on, a page says so, and they come back', async () => {
  const old = await kill('oak', WEB)
  // Whatever moment this meets: the page of the gateway, or already the new pages.
  const meanwhile = await page('oak')
  if (meanwhile.status !== 200) {
    expect(meanwhile.status).toBe(503)
    expect(meanwhile.text).toContain('The pages restart, git goes on')
    expect(meanwhile.text).toContain('<style>')
  }
  const head = await push('oak', 'pushed without pages\n')
  await clone('oak')
  await expectMain('oak', head)
  await restarted('oak', WEB, old)
  await eventually(async () => expect((await page('oak')).status).toBe(200), BACK_MS)
})

test('a gateway killed after a push comes back, and the push is there', async () => {
  const head = await push('oak', 'answered before the kill\n')
  const old = await kill('oak', GATEWAY)
  await restarted('oak', GATEWAY, old)
  await eventually(() => expectMain('oak', head), BACK_MS)
  await expectCopyAtReed(head)
})

test('a gateway killed in the middle of a push loses nothing, and the push can be made again', async () => {
  const before = (await remoteRefs(mara, at('oak')))['refs/heads/main']
  const id = first.designs.find(({ owner, slug }) => owner === OWNER && slug === SLUG)?.id ?? ''
  const objects = join(repositoryPath(join(instance('oak').dataDir, 'repositories'), id), 'objects')
  const head = await commit(crypto.getRandomValues(new Uint8Array(65_536)))
  // The quarantine of a push is a folder below objects: at this moment some of it has arrived.
  const watcher = watch(objects)
  const begun = once(watcher, 'change')
  const pushing = mara.run(['push', '--quiet', at('oak'), 'HEAD:main'], { cwd: work })
  await begun
  watcher.close()
  const old = await kill('oak', GATEWAY)
  const { code } = await pushing
  await restarted('oak', GATEWAY, old)
  await eventually(async () => {
    const now = (await remoteRefs(mara, at('oak')))['refs/heads/main']
    expect(code === 0 ? [head] : [before, head]).toContain(now)
  }, BACK_MS)
  await mara.ok(['push', '--quiet', at('oak'), 'HEAD:main'], { cwd: work })
  await expectMain('oak', head)
  await clone('oak')
  await expectCopyAtReed(head)
})

test('a killed worker comes back, and states reach the registry', async () => {
  const old = await kill('oak', WORKER)
  const head = await push('oak', 'pushed without a worker\n')
  await restarted('oak', WORKER, old)
  await expectCopyAtReed(head)
})

test('a killed PostgreSQL comes back by itself, and pushes work again', async () => {
  const old = await postmasterOf(join(folder, 'data'))
  process.kill(old, 'SIGKILL')
  const head = await commit('pushed after PostgreSQL was gone\n')
  await eventually(() => mara.ok(['push', '--quiet', at('oak'), 'HEAD:main'], { cwd: work }), BACK_MS)
  expect(await postmasterOf(join(folder, 'data'))).not.toBe(old)
  await expectMain('oak', head)
  await expectCopyAtReed(head)
  await eventually(async () => expect((await page('birch')).status).toBe(200), BACK_MS)
})

let pushedWithoutRegistry: string

test('with the registry killed pages, clones and pushes at hosts go on', async () => {
  process.kill(first.registry.pid, 'SIGKILL')
  await eventually(async () => expect(await isFree(portBase)).toBe(true))
  await push('oak', 'pushed without a registry\n')
  pushedWithoutRegistry = await push('oak', 'and once more\n')
  await expectMain('oak', pushedWithoutRegistry)
  for (const name of ['oak', 'birch', 'reed']) {
    expect((await page(name)).status).toBe(200)
    await clone(name)
  }
})

test('with the supervisor of oak killed its processes end, and a mirror serves its copy', async () => {
  const refs = await remoteRefs(mara, at('reed'))
  const { pids } = instance('oak', await demo.ready())
  process.kill(pids[0], 'SIGKILL')
  await eventually(async () => {
    expect(await Promise.all(pids.map(isAlive))).toEqual(pids.map(() => false))
  })
  await clone('reed')
  expect(await remoteRefs(mara, at('reed'))).toEqual(refs)
  expect((await page('reed')).status).toBe(200)
})

test('SIGTERM ends every process and frees every port', async () => {
  const ready = await demo.ready()
  const postmaster = await postmasterOf(join(folder, 'data'))
  const pids = [ready.pid, ready.registry.pid, postmaster, ...ready.instances.flatMap((one) => one.pids)]
  expect(await demo.stop()).toBe(0)
  expect(await Promise.all(pids.map(isAlive))).toEqual(pids.map(() => false))
  const free = await Promise.all(Array.from({ length: 100 }, (_, index) => isFree(portBase + index)))
  expect(free).toEqual(free.map(() => true))
  expect(existsSync(join(folder, 'ready.json'))).toBe(false)
})

test('started again on its data everything is back, and states that waited for the registry drain', async () => {
  demo = await start()
  const again = await demo.ready()
  expect(again.designs.toSorted(byId)).toEqual(first.designs.toSorted(byId))
  expect(again.people).toEqual(first.people)
  expect(demo.output()).not.toContain(`${OWNER}/${SLUG}\n`)
  await expectMain('oak', pushedWithoutRegistry)
  await expectCopyAtReed(pushedWithoutRegistry)
  const head = await push('reed', 'after the restart, by way of the mirror\n')
  await expectMain('oak', head)
  await eventually(async () => expect((await page('oak')).status).toBe(200), BACK_MS)
})

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}
