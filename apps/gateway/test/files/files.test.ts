import { execFile } from 'node:child_process'
import { request as nodeRequest } from 'node:http'
import { promisify } from 'node:util'
import { QUEUES, StillJob } from '@truss/contracts/jobs'
import { type Listening, listen } from '@truss/http/serve'
import type { JobQueue } from '@truss/queue/job-queue'
import { createPgBossQueue } from '@truss/queue/pg-boss-queue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFileMatcher } from '../../src/files/match-file.ts'
import { failedStillKey, STILL_WAKE, stillKey } from '../../src/files/still-names.ts'
import { openTestInstance, type TestInstance } from '../api/test-instance.ts'

let oak: TestInstance
let queue: JobQueue
let server: Listening
let base: string

beforeAll(async () => {
  oak = await openTestInstance()
  queue = await createPgBossQueue({ connectionString: oak.databaseUrl, schema: 'jobs' })
  const match = createFileMatcher({ ...oak, queue })
  server = await listen(
    (req, res) => {
      const found = match(req.method ?? 'GET', new URL(req.url ?? '/', 'http://gateway.invalid'))
      if (found) found(req, res)
      else res.writeHead(404).end('not a file')
    },
    { host: '127.0.0.1', port: 0 },
  )
  base = `http://127.0.0.1:${server.port}`
}, 60_000)
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await queue?.[Symbol.asyncDispose]()
  await oak?.[Symbol.asyncDispose]()
})

const get = (path: string, init: RequestInit = {}) => fetch(base + path, { redirect: 'manual', ...init })
const problemOf = async (response: Response) => ({
  status: response.status,
  code: ((await response.json()) as { code: string }).code,
})

test('a file is served as its bytes, named by its oid', async () => {
  const mara = await oak.addPerson('raw-mara')
  await oak.addHosted(mara, 'raw', { 'a b/#1 é.stl': 'solid part' })
  const path = '/raw-mara/raw/raw/a%20b/%231%20%C3%A9.stl'
  const response = await get(path)
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('solid part')
  const { headers } = response
  expect(headers.get('content-type')).toBe('model/stl')
  expect(headers.get('content-length')).toBe('10')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  const etag = headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{40}"$/)
  expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(304)

  const head = await get(path, { method: 'HEAD' })
  expect(head.headers.get('content-length')).toBe('10')
  expect(await head.text()).toBe('')
})

test('what a browser could run is text', async () => {
  const mara = await oak.addPerson('run-mara')
  const script = '<script>alert(1)</script>'
  await oak.addHosted(mara, 'run', {
    ...{ 'a.html': script, 'a.svg': script, 'a.js': script, 'a.xml': script, 'A.PNG': 'png', page: script },
    'data.bin': Buffer.from([0, 1, 2]),
  })
  const typeOf = async (name: string) => (await get(`/run-mara/run/raw/${name}`)).headers.get('content-type')
  for (const name of ['a.html', 'a.js', 'a.xml', 'page']) {
    expect(await typeOf(name), name).toBe('text/plain; charset=utf-8')
  }
  expect(await typeOf('a.svg')).toBe('text/plain; charset=utf-8')
  expect(await typeOf('A.PNG')).toBe('image/png')
  expect(await typeOf('data.bin')).toBe('application/octet-stream')
})

test('one range of a file is served, and one that does not exist refused', async () => {
  const mara = await oak.addPerson('range-mara')
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251))
  await oak.addHosted(mara, 'range', { 'data.stl': bytes })
  const range = async (value: string, more: Record<string, string> = {}) => {
    const response = await get('/range-mara/range/raw/data.stl', { headers: { range: value, ...more } })
    return { response, body: Buffer.from(await response.arrayBuffer()) }
  }
  const middle = await range('bytes=100000-200001')
  expect(middle.response.status).toBe(206)
  expect(middle.response.headers.get('content-range')).toBe('bytes 100000-200001/300000')
  expect(middle.body.equals(bytes.subarray(100_000, 200_002))).toBe(true)
  expect((await range('bytes=-3')).body.equals(bytes.subarray(-3))).toBe(true)
  expect((await range('bytes=299999-')).body.length).toBe(1)
  expect((await range('bytes=0-1,4-5')).response.status).toBe(200)
  expect((await range('bytes=0-1', { 'if-range': '"another"' })).response.status).toBe(200)
  const behind = await range('bytes=300000-')
  expect(behind.response.status).toBe(416)
  expect(behind.response.headers.get('content-range')).toBe('bytes */300000')
})

test('a path that leaves the tree, or is none, is not found', async () => {
  const mara = await oak.addPerson('path-mara')
  await oak.addHosted(mara, 'path', { 'a/b.txt': 'b' })
  for (const path of ['a%2F..%2Fa%2Fb.txt', '..%2f..%2fHEAD', '%00', '%ff', 'a', 'missing', 'a//b.txt']) {
    const answer = await problemOf(await get(`/path-mara/path/raw/${path}`))
    expect(answer, path).toEqual({ status: 404, code: 'path-not-found' })
  }
  expect(await problemOf(await get('/path-mara/nothing/raw/a'))).toEqual({
    status: 404,
    code: 'design-not-found',
  })
  expect(await problemOf(await get('/path-mara/path/raw/a/b.txt?at=v9'))).toEqual({
    status: 404,
    code: 'ref-not-found',
  })
})

test('files of a design elsewhere are at the host, by the same path', async () => {
  const mara = await oak.addPerson('far-mara')
  await oak.addDesign(mara, 'far', { host: 'birch' })
  const response = await get('/far-mara/far/raw/a%20b.stl?at=v1')
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe('http://birch.test/far-mara/far/raw/a%20b.stl?at=v1')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await get('/far-mara/far/zip')).headers.get('location')).toBe('http://birch.test/far-mara/far/zip')
  const secret = await get('/far-mara/far/zip', { headers: { authorization: 'Bearer x' } })
  expect(await problemOf(secret)).toEqual({ status: 404, code: 'copy-not-here' })
})

test('a copy that is behind sends on for what it does not have, and serves the rest', async () => {
  const mara = await oak.addPerson('behind-mara')
  const made = await oak.addDesign(mara, 'behind', { host: 'birch' })
  await oak.addCopy(made, { seq: 1 })
  await oak.announce(made, 2)
  await oak.commit(made, { 'a.txt': 'a' })
  expect(await (await get('/behind-mara/behind/raw/a.txt')).text()).toBe('a')
  expect((await get('/behind-mara/behind/raw/a.txt?at=v2')).status).toBe(302)
})

test('an archive holds the files of a revision below one folder', async () => {
  const mara = await oak.addPerson('zip-mara')
  const { oid } = await oak.addHosted(mara, 'box', { 'README.md': '# Box', 'src/box.scad': 'cube(1);' })
  const response = await get('/zip-mara/box/zip?at=refs/heads/main')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="box-main.zip"')
  // The names stand in a zip as they are.
  const zip = Buffer.from(await response.arrayBuffer()).toString('latin1')
  expect(zip).toMatch(/^PK/)
  expect(zip).toContain('box-main/README.md')
  expect(zip).toContain('box-main/src/box.scad')
  const pinned = await get(`/zip-mara/box/zip?at=${oid}`, { method: 'HEAD' })
  expect(pinned.headers.get('content-disposition')).toContain(`box-${oid.slice(0, 10)}.zip`)
  const hostile = await get(`/zip-mara/box/zip?at=${encodeURIComponent('"\r\nx: y')}`)
  expect(await problemOf(hostile)).toEqual({ status: 404, code: 'ref-not-found' })
})

test('a still that exists is served for ever', async () => {
  const mara = await oak.addPerson('still-mara')
  const { design } = await oak.addHosted(mara, 'still', { 'a.stl': 'solid' })
  const blob = '1'.repeat(40)
  await oak.blobs.putDerived(stillKey(blob, '480-light.webp'), Buffer.from('webp'), { maxBytes: 10 })
  const response = await get(`/-/stills/${design.id}/${blob}/480-light.webp`)
  expect(await response.text()).toBe('webp')
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('cache-control')).toContain('immutable')
})

test('a missing still is asked for once, waited for and served', async () => {
  const mara = await oak.addPerson('wait-mara')
  const made = await oak.addHosted(mara, 'wait', { 'old/part.stl': 'solid old' })
  await oak.commit(made, { 'part.stl': 'solid new' }, { parents: [made.oid] })
  const done: StillJob[] = []
  await using _worker = await queue.work(
    QUEUES.still,
    async ({ payload }) => {
      const job = StillJob.parse(payload)
      done.push(job)
      for (const name of ['480-light.webp', '480-dark.webp']) {
        await oak.blobs.putDerived(stillKey(job.blob, name), Buffer.from(name), { maxBytes: 100 })
      }
      await queue.wake(STILL_WAKE, job.blob)
    },
    { concurrency: 1, timeoutMs: 5_000 },
  )
  const { stdout } = await promisify(execFile)('git', [
    '--git-dir',
    made.gitDir,
    'rev-parse',
    'main:part.stl',
  ])
  const still = (name: string) => get(`/-/stills/${made.design.id}/${stdout.trim()}/${name}.webp`)
  const [light, dark] = await Promise.all([still('480-light'), still('480-dark')])
  expect([await light.text(), await dark.text()]).toEqual(['480-light.webp', '480-dark.webp'])
  expect(new Set(done.map(({ path }) => path))).toEqual(new Set(['part.stl']))
})

test('a blob of an earlier commit gets a still under the path it had', async () => {
  const mara = await oak.addPerson('past-mara')
  const made = await oak.addHosted(mara, 'past', { 'parts/arm.stl': 'solid one' })
  await oak.commit(made, { 'parts/arm.stl': 'solid two' }, { parents: [made.oid] })
  const jobs: StillJob[] = []
  await using _worker = await queue.work(
    QUEUES.still,
    async ({ payload }) => {
      const job = StillJob.parse(payload)
      jobs.push(job)
      await oak.blobs.putDerived(failedStillKey(job.blob), Buffer.from('not a mesh'), { maxBytes: 100 })
      await queue.wake(STILL_WAKE, job.blob)
    },
    { concurrency: 1, timeoutMs: 5_000 },
  )
  const rev = ['--git-dir', made.gitDir, 'rev-parse', `${made.oid}:parts/arm.stl`]
  const { stdout } = await promisify(execFile)('git', rev)
  const response = await get(`/-/stills/${made.design.id}/${stdout.trim()}/480-dark.webp`)
  expect(response.status).toBe(404)
  expect(response.headers.get('retry-after')).toBe(null)
  expect(await response.text()).toContain('no still could be made: not a mesh')
  expect(jobs).toMatchObject([{ path: 'parts/arm.stl' }])
})

test('nobody can have a still made of a blob that is not a drawable file of the design', async () => {
  const mara = await oak.addPerson('eve-mara')
  const made = await oak.addHosted(mara, 'eve', { 'a.txt': 'text', 'empty.stl': '' })
  const hidden = await oak.commit(made, { 'b.stl': 'solid hidden' }, { ref: null })
  const git = async (rev: string) =>
    (await promisify(execFile)('git', ['--git-dir', made.gitDir, 'rev-parse', rev])).stdout.trim()
  const before = await queue.pending(QUEUES.still)
  const blobs = [
    await git('main:a.txt'),
    await git('main:empty.stl'),
    await git(`${hidden}:b.stl`),
    '2'.repeat(40),
  ]
  for (const blob of [...blobs, made.oid]) {
    const answer = await problemOf(await get(`/-/stills/${made.design.id}/${blob}/480-light.webp`))
    expect(answer, blob).toEqual({ status: 404, code: 'not-found' })
  }
  for (const path of [`${made.design.id}/x/480-light.webp`, `..%2f/${made.oid}/480-light.webp`]) {
    expect((await get(`/-/stills/${path}`)).status).toBe(404)
  }
  expect((await get(`/-/stills/${made.design.id}/${blobs[0]}/481-light.webp`)).status).toBe(404)
  expect(await queue.pending(QUEUES.still)).toBe(before)
})

test('an instance says what it is', async () => {
  expect(await (await get('/.well-known/truss')).json()).toMatchObject({
    instance: { id: oak.self.id, name: 'oak', url: 'http://oak.test' },
    registry: 'http://registry.test',
    software: { name: 'truss' },
  })
})

test('a visitor who leaves in the middle of a file does no harm', async () => {
  const mara = await oak.addPerson('leave-mara')
  await oak.addHosted(mara, 'leave', { 'large.stl': Buffer.alloc(8_000_000, 7) })
  const path = '/leave-mara/leave/raw/large.stl'
  await new Promise<void>((resolve, reject) => {
    const left = nodeRequest(base + path, (answer) => {
      answer.once('data', () => {
        left.destroy()
        resolve()
      })
      answer.on('error', () => {})
    })
    left.on('error', reject)
    left.end()
  })
  expect((await (await get(path)).arrayBuffer()).byteLength).toBe(8_000_000)
})

test('a still that is not made in time is to be asked for again', async () => {
  const mara = await oak.addPerson('slow-mara')
  const made = await oak.addHosted(mara, 'slow', { 'a.stl': 'solid slow' })
  const rev = ['--git-dir', made.gitDir, 'rev-parse', 'main:a.stl']
  const { stdout } = await promisify(execFile)('git', rev)
  const response = await get(`/-/stills/${made.design.id}/${stdout.trim()}/480-light.webp`)
  expect(response.status).toBe(404)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await queue.pending(QUEUES.still)).toBe(1)
})
