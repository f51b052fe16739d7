import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { existsSync } from 'node:fs'
import { chmod, readdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import isomorphicGit from 'isomorphic-git'
import http from 'isomorphic-git/http/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runGit } from '../src/git-process.ts'
import { isAncestor, listNewBlobs } from '../src/inspect-push.ts'
import { encodePktLine, FLUSH_PKT } from '../src/pkt-line.ts'
import type { Push } from '../src/push-question.ts'
import { ensureHooks, receivePack } from '../src/receive-pack.ts'
import { listRefs, updateRefs } from '../src/refs.ts'
import { parseGitProtocol, uploadPack } from '../src/upload-pack.ts'
import { serveGit } from './git-http-server.ts'
import { noise, Workbench } from './workbench.ts'

const accept = { accept: true } as const

let bench: Workbench
let hooksPath: string
beforeAll(async () => {
  bench = await Workbench.open()
  hooksPath = await ensureHooks(bench.path('hooks'))
})
afterAll(() => bench[Symbol.asyncDispose]())

async function oidOf(gitDir: string, name: string): Promise<string | undefined> {
  return (await listRefs(gitDir)).find((ref) => ref.name === name)?.oid
}

/** A clone with one more commit that waits to be pushed. */
async function clonedWithCommit(
  url: string,
  name: string,
  files: Record<string, string | Buffer>,
): Promise<string> {
  const folder = bench.path(name)
  await bench.git(['clone', '-q', url, folder])
  for (const [path, content] of Object.entries(files)) await writeFile(`${folder}/${path}`, content)
  await bench.git(['add', '.'], folder)
  await bench.git(['commit', '-q', '-m', name], folder)
  return folder
}

/** Everything below objects/, so that a quarantine that stayed behind would show. */
async function objectFiles(gitDir: string): Promise<string[]> {
  const names = await readdir(`${gitDir}/objects`, { recursive: true })
  return names.filter((name) => /[0-9a-f]{38}|quarantine|incoming|tmp_/.test(name)).sort()
}

test('a Git-Protocol header is taken by its highest known version, or not at all', () => {
  const cases: [string | undefined, number][] = [
    [undefined, 0],
    ['', 0],
    ['version=2', 2],
    ['version=1', 1],
    ['version=1:version=2', 2],
    ['version=2:foo=bar', 2],
    ['foo:version=2', 2],
    ['version=3', 0],
    ['version=2\nX: y', 0],
    ['version=2; rm -rf', 0],
    [`version=2:${'x'.repeat(300)}`, 0],
  ]
  for (const [value, version] of cases) expect(parseGitProtocol(value), String(value)).toBe(version)
})

test.each([0, 1, 2])(
  'a stock client of protocol version %i clones, and sees no incoming refs',
  async (version) => {
    const { gitDir, oid } = await bench.seeded(`clone-v${version}`, { 'README.md': 'hello' })
    await updateRefs(gitDir, [
      { ref: 'refs/truss/incoming/x', old: null, new: oid },
      { ref: 'refs/truss/state', old: null, new: oid },
    ])
    await using server = await serveGit({ repository: gitDir, hooksPath })
    const folder = bench.path(`cloned-v${version}`)
    await bench.git(['-c', `protocol.version=${version}`, 'clone', '-q', server.url, folder])
    expect(await bench.git(['rev-parse', 'HEAD'], folder)).toBe(oid)
    const refs = await bench.git(['-c', `protocol.version=${version}`, 'ls-remote', server.url])
    expect(refs).toContain('refs/truss/state')
    expect(refs).not.toContain('incoming')
  },
)

test('isomorphic-git clones', async () => {
  const { gitDir, oid } = await bench.seeded('isomorphic', { 'README.md': 'hello' })
  await using server = await serveGit({ repository: gitDir, hooksPath })
  const dir = bench.path('isomorphic-clone')
  await isomorphicGit.clone({ fs, http, dir, url: server.url })
  expect(await isomorphicGit.resolveRef({ fs, dir, ref: 'HEAD' })).toBe(oid)
})

test('shallow and partial clones work', async () => {
  const { gitDir, oid } = await bench.seeded('partial', { a: '1' })
  const next = await bench.commit(gitDir, { a: '2' }, { parents: [oid] })
  await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: oid, new: next }])
  await using server = await serveGit({ repository: gitDir, hooksPath })
  await bench.git(['clone', '-q', '--depth=1', server.url, bench.path('shallow')])
  expect(await bench.git(['rev-list', '--count', 'HEAD'], bench.path('shallow'))).toBe('1')
  const { stderr } = await bench.tryGit(['clone', '--filter=blob:none', server.url, bench.path('filtered')])
  expect(stderr).not.toContain('filtering not recognized')
})

test('a push is decided before refs move, with commands, options and quarantined objects in sight', async () => {
  const { gitDir, oid } = await bench.seeded('push', { a: '1' })
  const seen: { push: Push; fresh: unknown; forward: boolean; visible: boolean; ref: string | undefined }[] =
    []
  await using server = await serveGit({
    repository: gitDir,
    hooksPath,
    decide: async (push) => {
      const next = push.commands[0]?.new ?? ''
      seen.push({
        push,
        fresh: await listNewBlobs(gitDir, [next], { env: push.quarantineEnv, minBytes: 3 }),
        forward: await isAncestor(gitDir, oid, next, { env: push.quarantineEnv }),
        visible: await runGit(['cat-file', '-e', next], { gitDir }).then(
          () => true,
          () => false,
        ),
        ref: await oidOf(gitDir, 'refs/heads/main'),
      })
      return { accept: true }
    },
  })
  const folder = await clonedWithCommit(server.url, 'push-clone', { 'b c': 'two', d: 'x' })
  const tip = await bench.git(['rev-parse', 'HEAD'], folder)
  const option = 'it\'s; $(touch pwned) `id` \\n "q"'
  await bench.git(['push', '-q', '-o', 'first', '-o', option, '-o', '', 'origin', 'HEAD:main'], folder)
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(tip)
  const [first] = seen
  expect(first).toMatchObject({ forward: true, visible: false, ref: oid })
  expect(first?.push.commands).toEqual([{ ref: 'refs/heads/main', old: oid, new: tip }])
  expect(first?.push.pushOptions).toEqual(['first', option, ''])
  expect(first?.push.quarantinePath).toContain('incoming')
  expect(first?.fresh).toMatchObject({ totalBytes: 4, blobs: [{ size: 3, path: 'b c' }] })
})

test('a deletion has no quarantine', async () => {
  const { gitDir, oid } = await bench.seeded('delete', { a: '1' })
  await updateRefs(gitDir, [{ ref: 'refs/heads/old', old: null, new: oid }])
  const pushes: Push[] = []
  const decide = async (push: Push) => {
    pushes.push(push)
    return { accept: true as const }
  }
  await using server = await serveGit({ repository: gitDir, hooksPath, decide })
  await bench.git(['clone', '-q', server.url, bench.path('delete-clone')])
  await bench.git(['push', '-q', 'origin', ':old'], bench.path('delete-clone'))
  expect(pushes).toEqual([
    {
      commands: [{ ref: 'refs/heads/old', old: oid, new: null }],
      quarantinePath: null,
      quarantineEnv: {},
      pushOptions: [],
    },
  ])
  expect(await oidOf(gitDir, 'refs/heads/old')).toBeUndefined()
})

test('a refused push tells the pusher why and leaves no objects', async () => {
  const { gitDir, oid } = await bench.seeded('refuse', { a: '1' })
  const before = await objectFiles(gitDir)
  const message = 'main is protected\n.\nask \u001b[31mMara\u001b[0m'
  await using server = await serveGit({
    repository: gitDir,
    hooksPath,
    decide: async () => ({ accept: false, message }),
  })
  const folder = await clonedWithCommit(server.url, 'refuse-clone', { b: '2' })
  const { code, stderr } = await bench.tryGit(['push', 'origin', 'HEAD:main'], folder)
  expect(code).toBe(1)
  expect(stderr).toContain('remote: main is protected')
  expect(stderr).toMatch(/remote: ask +\[31mMara/)
  expect(stderr).not.toContain('\u001b')
  expect(stderr).toContain('pre-receive hook declined')
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(oid)
  expect(await objectFiles(gitDir)).toEqual(before)
})

test('a decision that throws refuses the push', async () => {
  const { gitDir, oid } = await bench.seeded('throw', { a: '1' })
  const decide = async () => {
    throw new Error('secret of ours')
  }
  await using server = await serveGit({ repository: gitDir, hooksPath, decide })
  const folder = await clonedWithCommit(server.url, 'throw-clone', { b: '2' })
  const { code, stderr } = await bench.tryGit(['push', 'origin', 'HEAD:main'], folder)
  expect([code, stderr.includes('could not be checked'), stderr.includes('secret')]).toEqual([1, true, false])
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(oid)
})

test('the pusher hears of success only after the caller has finished its own work', async () => {
  const { gitDir } = await bench.seeded('answer', { a: '1' })
  const order: string[] = []
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  let reached = () => {}
  const inside = new Promise<void>((resolve) => {
    reached = resolve
  })
  await using server = await serveGit({
    repository: gitDir,
    hooksPath,
    beforeAnswer: async ({ code, push }) => {
      order.push(
        `git ended with ${code}, moved ${(await oidOf(gitDir, 'refs/heads/main')) === push?.commands[0]?.new}`,
      )
      reached()
      await gate
    },
  })
  const folder = await clonedWithCommit(server.url, 'answer-clone', { b: '2' })
  const push = bench.git(['push', '-q', 'origin', 'HEAD:main'], folder).then(() => order.push('client heard'))
  await inside
  order.push('caller done')
  release()
  await push
  expect(order).toEqual(['git ended with 0, moved true', 'caller done', 'client heard'])
})

test('the pusher does not hear of success when the work before the answer fails', async () => {
  const { gitDir } = await bench.seeded('answer-fails', { a: '1' })
  await using server = await serveGit({
    repository: gitDir,
    hooksPath,
    beforeAnswer: async () => {
      throw new Error('the record could not be stored')
    },
  })
  const folder = await clonedWithCommit(server.url, 'answer-fails-clone', { b: '2' })
  const { code } = await bench.tryGit(['push', 'origin', 'HEAD:main'], folder)
  expect(code).not.toBe(0)
})

test('a push beyond the limit is refused with the reason, also while the client is still sending', async () => {
  const { gitDir, oid } = await bench.seeded('limit', { a: '1' })
  const before = await objectFiles(gitDir)
  await using server = await serveGit({ repository: gitDir, hooksPath, maxInputBytes: 200_000 })
  const files = { big: noise(3_000_000) }
  const folder = await clonedWithCommit(server.url, 'limit-clone', files)
  const { code, stderr } = await bench.tryGit(['push', 'origin', 'HEAD:main'], folder)
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/exceeds maximum allowed size/)
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(oid)
  expect(await objectFiles(gitDir)).toEqual(before)
})

test('objects that fsck refuses are refused with the reason', async () => {
  const { gitDir } = await bench.seeded('fsck', { a: '1' })
  await using server = await serveGit({ repository: gitDir, hooksPath })
  const folder = bench.path('fsck-clone')
  await bench.git(['clone', '-q', server.url, folder])
  const blob = await bench.git(['rev-parse', 'HEAD:a'], folder)
  for (const name of ['.GIT', '..', '.git']) {
    const raw = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')])
    await writeFile(bench.path('tree'), raw)
    const tree = await bench.git(
      ['hash-object', '-t', 'tree', '-w', '--literally', bench.path('tree')],
      folder,
    )
    const commit = await bench.git(['commit-tree', tree, '-m', 'bad'], folder)
    const { code, stderr } = await bench.tryGit(['push', 'origin', `${commit}:refs/heads/bad`], folder)
    expect([name, code]).toEqual([name, 1])
    expect(stderr).toMatch(/fsck error|hasDot/)
  }
  expect((await listRefs(gitDir)).map(({ name }) => name)).toEqual(['refs/heads/main'])
})

test("a push cannot touch Truss's own refs", async () => {
  const { gitDir, oid } = await bench.seeded('own-refs', { a: '1' })
  await updateRefs(gitDir, [{ ref: 'refs/truss/state', old: null, new: oid }])
  await using server = await serveGit({ repository: gitDir, hooksPath })
  const folder = await clonedWithCommit(server.url, 'own-refs-clone', { b: '2' })
  for (const refspec of ['HEAD:refs/truss/new', '+HEAD:refs/truss/state', 'HEAD:refs/truss/incoming/x']) {
    const { code, stderr } = await bench.tryGit(['push', 'origin', refspec], folder)
    expect([refspec, code]).toEqual([refspec, 1])
    expect(stderr).toContain('deny updating a hidden ref')
  }
  expect(await oidOf(gitDir, 'refs/truss/state')).toBe(oid)
})

test('of pushes that race for a branch one wins, and the others are told', async () => {
  const { gitDir } = await bench.seeded('pushes', { a: '1' })
  let waiting = 0
  let go = () => {}
  const all = new Promise<void>((resolve) => {
    go = resolve
  })
  // All of them are in quarantine at once before any may go on.
  const decide = async () => {
    waiting += 1
    if (waiting === 3) go()
    await all
    return { accept: true as const }
  }
  await using server = await serveGit({ repository: gitDir, hooksPath, decide })
  const folders = await Promise.all(
    ['one', 'two', 'three'].map((name) => clonedWithCommit(server.url, `race-${name}`, { [name]: name })),
  )
  const pushes = await Promise.all(folders.map((cwd) => bench.tryGit(['push', 'origin', 'HEAD:main'], cwd)))
  expect(pushes.map(({ code }) => code).sort()).toEqual([0, 1, 1])
  const winner = folders[pushes.findIndex(({ code }) => code === 0)] ?? ''
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(await bench.git(['rev-parse', 'HEAD'], winner))
})

test('malformed packets to upload-pack and receive-pack get an error packet and end', async () => {
  const { gitDir } = await bench.seeded('malformed', { a: '1' })
  const decide = async () => ({ accept: true as const })
  for (const bytes of ['zzzz', '0003', '00ffshort', 'GET / HTTP/1.1\r\n\r\n']) {
    for (const version of [0, 2] as const) {
      const served = uploadPack({
        gitDir,
        version,
        advertise: false,
        input: Readable.from([Buffer.from(bytes)]),
      })
      const answer = (await buffer(served.stdout)).toString()
      expect(answer, bytes).toMatch(/^00[0-9a-f]{2}ERR [^/]*\n$/)
      await served.done
    }
    const input = Readable.from([Buffer.from(bytes)])
    const served = receivePack({ gitDir, hooksPath, advertise: false, input, maxInputBytes: 1000, decide })
    expect((await buffer(served.stdout)).toString(), bytes).toMatch(/^00[0-9a-f]{2}ERR [^/]*\n$/)
    expect((await served.done).code).not.toBe(0)
  }
})

test('a pack that is cut off moves no ref', async () => {
  const { gitDir, oid } = await bench.seeded('cut', { a: '1' })
  const line = `${oid} ${'1'.repeat(40)} refs/heads/main\0 report-status`
  const body = Buffer.concat([encodePktLine(line), FLUSH_PKT, Buffer.from('PACK\0\0\0\x02\0\0\0\x05')])
  const served = receivePack({
    gitDir,
    hooksPath,
    advertise: false,
    input: Readable.from([body]),
    maxInputBytes: 1000,
    decide: async () => ({ accept: true }),
  })
  expect((await buffer(served.stdout)).toString()).toMatch(/unpack .*(eof|abnormal exit)/i)
  expect(await oidOf(gitDir, 'refs/heads/main')).toBe(oid)
})

test('an accepted push moves its refs, also when the client has gone meanwhile', async () => {
  const { gitDir } = await bench.seeded('gone', { a: '1' })
  const { gitDir: other } = await bench.seeded('gone-other', { b: '2' })
  const next = await oidOf(other, 'refs/heads/main')
  const pack = await runGit(['pack-objects', '--revs', '--stdout', '-q'], {
    gitDir: other,
    input: `${next}\n`,
  })
  const names = Array.from({ length: 2000 }, (_, n) => `refs/heads/branch-${n}`)
  const lines = names.map(
    (name, n) => `${'0'.repeat(40)} ${next} ${name}${n === 0 ? '\0 report-status' : ''}`,
  )
  const body = Buffer.concat([...lines.map(encodePktLine), FLUSH_PKT, pack])
  const outcomes: unknown[] = []
  const served = receivePack({
    gitDir,
    hooksPath,
    advertise: false,
    input: Readable.from([body]),
    maxInputBytes: 10_000,
    decide: async () => {
      served.stdout.destroy()
      return accept
    },
    beforeAnswer: async ({ code, push }) => void outcomes.push([code, push?.commands.length]),
  })
  expect((await served.done).code).toBe(0)
  expect(await listRefs(gitDir)).toHaveLength(2001)
  expect(outcomes).toEqual([[0, 2000]])
})

test('a client that goes away ends git', async () => {
  const { gitDir } = await bench.seeded('away', { a: '1' })
  const input = new Readable({ read() {} })
  const served = uploadPack({ gitDir, version: 2, advertise: false, input })
  served.stdout.on('error', () => {})
  input.push('0014')
  input.destroy()
  expect((await served.done).code).not.toBe(0)
  const stuck = new Readable({ read() {} })
  const decide = async () => ({ accept: true as const })
  const push = receivePack({ gitDir, hooksPath, advertise: false, input: stuck, maxInputBytes: 1000, decide })
  push.stdout.on('error', () => {})
  push.stdout.destroy()
  expect((await push.done).code).toBeNull()
})

test('the hook refuses when nobody answers', async () => {
  // The pipe of the answer is closed from the start.
  const child = spawn(`${hooksPath}/pre-receive`, [], {
    stdio: 'ignore',
  })
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1)
  const alone = spawn('/bin/sh', ['-c', `exec 3>&- 4<&-; exec ${hooksPath}/pre-receive`], {
    stdio: 'ignore',
  })
  expect(await new Promise((resolve) => alone.once('close', resolve))).not.toBe(0)
})

test('no push is served without a hook that may be executed: git would accept it unasked', async () => {
  const { gitDir } = await bench.seeded('hookless', { a: '1' })
  const folder = await ensureHooks(bench.path('hooks-lost'))
  const push = { gitDir, hooksPath: folder, advertise: true, maxInputBytes: 1, decide: async () => accept }
  await chmod(`${folder}/pre-receive`, 0o644)
  expect(() => receivePack(push)).toThrow('the pre-receive hook is missing')
  expect(() => receivePack({ ...push, hooksPath: bench.path('nowhere') })).toThrow(
    'the pre-receive hook is missing',
  )
})

test('hooks are written again after their mode was lost', async () => {
  const folder = bench.path('hooks-again')
  await ensureHooks(folder)
  await chmod(`${folder}/pre-receive`, 0o644)
  await ensureHooks(folder)
  expect(fs.statSync(`${folder}/pre-receive`).mode & 0o777).toBe(0o755)
  expect(await readdir(folder)).toEqual(['pre-receive'])
})

test('a request that is not git gets an answer over HTTP and the server goes on', async () => {
  const { gitDir, oid } = await bench.seeded('garbage', { a: '1' })
  await using server = await serveGit({ repository: gitDir, hooksPath })
  const answer = await new Promise<string>((resolve, reject) => {
    const post = request(`${server.url}/git-upload-pack`, { method: 'POST' }, (response) => {
      buffer(response).then((bytes) => resolve(bytes.toString()), reject)
    })
    post.end('not a packet')
  })
  expect(answer).toContain('ERR ')
  expect(await bench.git(['ls-remote', server.url, 'HEAD'])).toContain(oid)
  expect(existsSync(gitDir)).toBe(true)
})
