import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FetchIntoIncomingOptions, fetchIntoIncoming } from '../src/fetch-mirror.ts'
import { runGit } from '../src/git-process.ts'
import { listRefs, updateRefs } from '../src/refs.ts'
import { switchRefs } from '../src/switch-refs.ts'
import { serveGit } from './git-http-server.ts'
import { noise, Workbench } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await Workbench.open()
})
afterAll(() => bench[Symbol.asyncDispose]())

function fetchOptions(gitDir: string, url: string, port: number): FetchIntoIncomingOptions {
  return {
    gitDir,
    url,
    pinnedAddresses: [`host.test:${port}:127.0.0.1`],
    allowProtocols: ['http'],
    timeoutMs: 20_000,
    maxBytes: 1 << 20,
  }
}

function named(url: string): string {
  return url.replace('127.0.0.1', 'host.test')
}

test('a mirror follows its host by a pinned address, names that become folders included', async () => {
  const { gitDir: host, oid } = await bench.seeded('host', { a: '1' })
  await updateRefs(host, [
    { ref: 'refs/heads/topic', old: null, new: oid },
    { ref: 'refs/truss/state', old: null, new: oid },
    { ref: 'refs/truss/incoming/hidden', old: null, new: oid },
  ])
  const mirror = await bench.bare('mirror')
  await using server = await serveGit({ repository: host, hooksPath: bench.folder })
  const options = fetchOptions(mirror, named(server.url), server.port)
  const first = await fetchIntoIncoming(options)
  expect(first.refs.map(({ name }) => name)).toEqual([
    'refs/heads/main',
    'refs/heads/topic',
    'refs/truss/state',
  ])
  await switchRefs(mirror, first.refs, 'refs/heads/main')
  expect((await listRefs(mirror)).map(({ name }) => name)).toEqual(first.refs.map(({ name }) => name))

  const next = await bench.commit(host, { a: '2' }, { parents: [oid] })
  await switchRefs(host, [{ name: 'refs/heads/topic/b', oid: next }], 'refs/heads/topic/b')
  const second = await fetchIntoIncoming(options)
  expect(second.refs).toEqual([{ name: 'refs/heads/topic/b', oid: next }])
  expect((await listRefs(mirror)).filter(({ name }) => name === 'refs/heads/topic')).toHaveLength(1)
  await switchRefs(mirror, second.refs, 'refs/heads/topic/b')
  expect((await listRefs(mirror)).map(({ name }) => name)).toEqual(['refs/heads/topic/b'])
})

test('URLs that may not be fetched from are refused before anything is sent', async () => {
  const gitDir = await bench.bare('refusing')
  const options = fetchOptions(gitDir, '', 80)
  for (const url of [
    'file:///etc',
    '/etc',
    'ssh://host.test/x',
    'https://host.test/x',
    'http://eve:pw@host.test/x',
    'http://other.test/x',
    'http://host.test:81/x',
    'ext::sh -c id',
    '--upload-pack=id',
  ]) {
    await expect(fetchIntoIncoming({ ...options, url }), url).rejects.toMatchObject({ code: 'rejected' })
  }
  const pinnedAddresses = ['host.test:80:127.0.0.1\nx']
  await expect(
    fetchIntoIncoming({ ...options, url: 'http://host.test/x', pinnedAddresses }),
  ).rejects.toMatchObject({
    code: 'rejected',
  })
})

test('redirects are not followed, a missing repository is not found, and a silent host runs into the time limit', async () => {
  const gitDir = await bench.bare('errors')
  const { gitDir: host } = await bench.seeded('errors-host', { a: '1' })
  await using target = await serveGit({ repository: host, hooksPath: bench.folder })
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/moved'))
      response.writeHead(302, { location: `${target.url}/info/refs` }).end()
    else if (request.url?.startsWith('/missing')) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const at = (path: string) => fetchOptions(gitDir, `http://host.test:${port}/${path}`, port)
  await expect(fetchIntoIncoming(at('moved'))).rejects.toMatchObject({ code: 'broken' })
  await expect(fetchIntoIncoming(at('missing'))).rejects.toMatchObject({ code: 'not-found' })
  await expect(fetchIntoIncoming({ ...at('silent'), timeoutMs: 300 })).rejects.toMatchObject({
    code: 'timeout',
  })
  const signal = AbortSignal.timeout(100)
  await expect(fetchIntoIncoming({ ...at('silent'), signal })).rejects.toMatchObject({ code: 'timeout' })
  server.closeAllConnections()
  server.close()
  expect(await listRefs(gitDir)).toEqual([])
})

test('a fetch beyond the byte limit leaves no refs and no half pack', async () => {
  const { gitDir: host } = await bench.seeded('large-host', { a: noise(300_000) })
  const mirror = await bench.bare('small-mirror')
  await using server = await serveGit({ repository: host, hooksPath: bench.folder })
  const options = { ...fetchOptions(mirror, named(server.url), server.port), maxBytes: 10_000 }
  await expect(fetchIntoIncoming(options)).rejects.toMatchObject({ code: 'too-large' })
  expect(await listRefs(mirror)).toEqual([])
  expect((await readdir(`${mirror}/objects/pack`)).filter((name) => name.startsWith('tmp_'))).toEqual([])
})

test('objects that fsck refuses are not taken over', async () => {
  const { gitDir: host, oid } = await bench.seeded('bad-host', { a: '1' })
  const blob = (await runGit(['rev-parse', `${oid}:a`], { gitDir: host })).toString().trim()
  await writeFile(
    bench.path('bad-tree'),
    Buffer.concat([Buffer.from('100644 .git\0'), Buffer.from(blob, 'hex')]),
  )
  const hash = ['--git-dir', host, 'hash-object', '-t', 'tree', '-w', '--literally', bench.path('bad-tree')]
  const tree = await bench.git(hash)
  const bad = await bench.git(['--git-dir', host, 'commit-tree', tree, '-m', 'bad'])
  await updateRefs(host, [{ ref: 'refs/heads/bad', old: null, new: bad }])
  const mirror = await bench.bare('careful-mirror')
  await using server = await serveGit({ repository: host, hooksPath: bench.folder })
  const options = fetchOptions(mirror, named(server.url), server.port)
  await expect(fetchIntoIncoming(options)).rejects.toMatchObject({ code: 'rejected' })
  expect(await listRefs(mirror)).toEqual([])
})
