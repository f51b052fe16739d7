import { existsSync } from 'node:fs'
import { appendFile, copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importBundle } from '../src/import-bundle.ts'
import { lastCommits } from '../src/last-commits.ts'
import { countCommits, readLog } from '../src/log.ts'
import { repack } from '../src/maintenance.ts'
import { ensureHooks } from '../src/receive-pack.ts'
import { listRefs, readHead } from '../src/refs.ts'
import { serveGit } from './git-http-server.ts'
import { Workbench } from './workbench.ts'

const ROOT = resolve(fileURLToPath(import.meta.url), '../../../..')
const DESIGNS = process.env.TRUSS_DESIGNS_DIR ?? join(ROOT, '../shared/designs')
const MAX_BYTES = 1 << 26

let bench: Workbench
beforeAll(async () => {
  bench = await Workbench.open()
})
afterAll(() => bench[Symbol.asyncDispose]())

test.skipIf(!existsSync(DESIGNS)).each(['crkbd-keyboard.bundle', 'prusa-i3-parts.bundle'])(
  'the real history %s comes through with every oid, also to a client that clones it',
  { timeout: 120_000 },
  async (name) => {
    const bundle = join(DESIGNS, name)
    const gitDir = await bench.bare(basename(name, '.bundle'))
    const { head } = await importBundle(gitDir, bundle, { maxBytes: MAX_BYTES })
    const promised = (await bench.git(['bundle', 'list-heads', bundle]))
      .split('\n')
      .filter((line) => !/ HEAD$/.test(line))
    expect((await listRefs(gitDir)).map((ref) => `${ref.oid} ${ref.name}`).sort()).toEqual(promised.sort())
    expect(await readHead(gitDir)).toBe(head)
    await repack(gitDir)
    await using server = await serveGit({
      repository: gitDir,
      hooksPath: await ensureHooks(bench.path('hooks')),
    })
    const clone = bench.path(`${name}.mirror`)
    await bench.git(['clone', '-q', '--mirror', server.url, clone])
    const cloned = await bench.git(['for-each-ref', '--format=%(objectname) %(refname)'], clone)
    expect(cloned.split('\n').sort()).toEqual(promised)
    const [tip] = await readLog(gitDir, { revision: head, limit: 1 })
    expect(await countCommits(gitDir, { revision: head })).toBeGreaterThan(100)
    const last = await lastCommits(gitDir, tip?.oid ?? '', '', { timeoutMs: 20_000 })
    for (const [entry, commit] of last) expect(commit, entry).not.toBeNull()
  },
)

test('a bundle that is too large, no bundle, cut off or altered is refused and sets no ref', async () => {
  const { gitDir: source, oid } = await bench.seeded('source', { a: '1' })
  const good = bench.path('good.bundle')
  await bench.git(['--git-dir', source, 'bundle', 'create', good, '--all', 'HEAD'])
  const target = await bench.bare('target')
  await expect(importBundle(target, good, { maxBytes: 10 })).rejects.toMatchObject({ code: 'too-large' })
  await expect(importBundle(target, bench.path('none'), { maxBytes: 1 })).rejects.toMatchObject({
    code: 'not-found',
  })
  const bad = bench.path('bad.bundle')
  const bytes = await readFile(good)
  const text = bytes.toString('latin1')
  const altered: [string, Buffer][] = [
    ['no bundle', Buffer.from('# v2 git bundel\n\n')],
    ['no end of header', Buffer.from('# v2 git bundle\n')],
    ['hostile ref', Buffer.from(text.replace('refs/heads/main', 'refs/heads/..ai'), 'latin1')],
    ['own ref', Buffer.from(text.replace('refs/heads/main', 'refs/truss/main'), 'latin1')],
    ['missing object', Buffer.from(text.replaceAll(`${oid} `, `${'e'.repeat(40)} `), 'latin1')],
    ['cut off', bytes.subarray(0, bytes.length - 30)],
    ['needs others', Buffer.from(text.replace('\n', `\n-${'e'.repeat(40)} x\n`), 'latin1')],
  ]
  for (const [why, content] of altered) {
    await writeFile(bad, content)
    await expect(importBundle(target, bad, { maxBytes: MAX_BYTES }), why).rejects.toMatchObject({
      code: 'rejected',
    })
  }
  await copyFile(good, bad)
  await truncate(bad, bytes.length - 1)
  await appendFile(bad, 'x')
  await expect(importBundle(target, bad, { maxBytes: MAX_BYTES })).rejects.toMatchObject({ code: 'rejected' })
  expect(await listRefs(target)).toEqual([])
  expect(await importBundle(target, good, { maxBytes: MAX_BYTES })).toEqual({
    refs: [{ name: 'refs/heads/main', oid }],
    head: 'refs/heads/main',
  })
  await expect(importBundle(target, good, { maxBytes: MAX_BYTES })).rejects.toMatchObject({
    code: 'conflict',
  })
})
