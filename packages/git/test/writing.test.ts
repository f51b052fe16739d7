import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyObjects, deleteRefsUnder } from '../src/borrow.ts'
import { listFiles } from '../src/list-files.ts'
import { repack } from '../src/maintenance.ts'
import { readBlob } from '../src/read-blob.ts'
import { readCommit } from '../src/read-commit.ts'
import { listRefs, updateRefs } from '../src/refs.ts'
import { writeCommit } from '../src/write-commit.ts'
import { writeRemixCommit } from '../src/write-merged-tree.ts'
import { AUTHOR, Workbench } from './workbench.ts'

const WHEN = new Date('2026-01-02T03:04:05Z')
const META = { message: 'remix', author: AUTHOR, when: WHEN }

let bench: Workbench
beforeAll(async () => {
  bench = await Workbench.open()
})
afterAll(() => bench[Symbol.asyncDispose]())

async function paths(gitDir: string, oid: string): Promise<string[]> {
  return (await listFiles(gitDir, oid, { limit: 100 })).files.map(({ path }) => path)
}

test('a commit adds, replaces and removes files of its base and leaves no temporary index', async () => {
  const { gitDir, oid } = await bench.seeded('write', { keep: 'k', 'dir/old': 'o', change: '1' })
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('truss-index-')).length
  const changes = [
    { path: 'dir/old', content: null },
    { path: 'change', content: Buffer.from('2') },
    { path: 'run.sh', content: Buffer.from('#!/bin/sh\n'), mode: '100755' as const },
    { path: 'größe/ä "x".txt', content: Buffer.from([0, 1, 255]) },
  ]
  const next = await writeCommit(gitDir, { parents: [oid], base: oid, changes, ...META })
  expect(await paths(gitDir, next)).toEqual(['change', 'größe/ä "x".txt', 'keep', 'run.sh'])
  const odd = await readBlob(gitDir, next, 'größe/ä "x".txt', { maxBytes: 10 })
  expect(odd.content).toEqual(Buffer.from([0, 1, 255]))
  expect((await readBlob(gitDir, next, 'run.sh', { maxBytes: 1 })).mode).toBe('100755')
  expect(await readCommit(gitDir, next)).toMatchObject({
    parents: [oid],
    subject: 'remix',
    author: { ...AUTHOR, when: '2026-01-02T03:04:05Z' },
  })
  const after = (await readdir(tmpdir())).filter((name) => name.startsWith('truss-index-')).length
  expect(after).toBeLessThanOrEqual(before)
  expect((await listRefs(gitDir)).map((ref) => ref.oid)).toEqual([oid])
})

test('hostile paths, messages and names write nothing', async () => {
  const { gitDir, oid } = await bench.seeded('hostile', { a: '1' })
  const write = (change: object) =>
    writeCommit(gitDir, { parents: [oid], base: oid, changes: [], ...META, ...change })
  for (const path of [
    '../x',
    '.git/config',
    '.GIT/x',
    'a/.g\u200cit/x',
    'git~1',
    '/etc/passwd',
    'a\\b',
    'a\0b',
    '',
  ]) {
    const changes = [{ path, content: Buffer.from('x') }]
    await expect(write({ changes }), path).rejects.toMatchObject({ code: 'rejected' })
  }
  await expect(write({ message: ' \n' })).rejects.toMatchObject({ code: 'rejected' })
  await expect(write({ message: 'a\0b' })).rejects.toMatchObject({ code: 'rejected' })
  await expect(write({ author: { name: '<>', email: 'x' } })).rejects.toMatchObject({ code: 'rejected' })
  await expect(write({ parents: ['--help'] })).rejects.toMatchObject({ code: 'rejected' })
  await expect(write({ parents: ['e'.repeat(40)] })).rejects.toMatchObject({ code: 'not-found' })
  await expect(write({ base: 'e'.repeat(40) })).rejects.toMatchObject({ code: 'not-found' })
  const forged = await write({ author: { name: 'Eve\ncommitter Mara', email: 'e> 1 +0000\nx' } })
  expect((await readCommit(gitDir, forged)).committer.name).toBe('Evecommitter Mara')
})

test('a remix holds each parent in its folder and in its history', async () => {
  const hinge = await bench.seeded('hinge', { 'hinge.stl': 'h', LICENSE: 'CC0' })
  const gear = await bench.seeded('gear', { 'gear.stl': 'g' })
  const gitDir = await bench.bare('remix')
  const one = await copyObjects({ from: hinge.gitDir, to: gitDir, refs: ['refs/heads/main'] })
  const two = await copyObjects({ from: gear.gitDir, to: gitDir, refs: [gear.oid] })
  expect(one.refs).toEqual([{ source: 'refs/heads/main', ref: `${one.prefix}/heads/main`, oid: hinge.oid }])
  expect(two.refs[0]?.oid).toBe(gear.oid)
  const oid = await writeRemixCommit(gitDir, {
    parents: [
      { commit: hinge.oid, folder: 'parts/hinge' },
      { commit: gear.oid, folder: 'parts/gear' },
    ],
    changes: [{ path: 'README.md', content: Buffer.from('# Both\n') }],
    ...META,
  })
  await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: null, new: oid }])
  await deleteRefsUnder(gitDir, 'refs/truss/incoming')
  expect(await paths(gitDir, oid)).toEqual([
    'README.md',
    'parts/gear/gear.stl',
    'parts/hinge/LICENSE',
    'parts/hinge/hinge.stl',
  ])
  expect((await readCommit(gitDir, oid)).parents).toEqual([hinge.oid, gear.oid])
  expect((await listRefs(gitDir)).map(({ name }) => name)).toEqual(['refs/heads/main'])
  await bench.git(['--git-dir', gitDir, 'fsck', '--strict'])
})

test('a remix refuses folders that mix and parents it does not have', async () => {
  const { gitDir, oid } = await bench.seeded('mixed', { a: '1' })
  const other = await bench.commit(gitDir, { b: '2' })
  const remix = (folders: [string, string], commits: [string, string] = [oid, other]) =>
    writeRemixCommit(gitDir, {
      parents: folders.map((folder, at) => ({ folder, commit: commits[at] ?? '' })),
      changes: [],
      ...META,
    })
  for (const folders of [
    ['x', 'X'],
    ['x', 'x/y'],
    ['x/y', 'x'],
    ['../x', 'y'],
    ['', 'y'],
  ] as [string, string][]) {
    await expect(remix(folders), folders.join()).rejects.toMatchObject({ code: 'rejected' })
  }
  await expect(remix(['x', 'y'], [oid, oid])).rejects.toMatchObject({ code: 'rejected' })
  await expect(remix(['x', 'y'], [oid, 'e'.repeat(40)])).rejects.toMatchObject({ code: 'not-found' })
})

test('borrowing what the source does not have leaves no refs', async () => {
  const { gitDir } = await bench.seeded('source', { a: '1' })
  const to = await bench.bare('borrower')
  for (const refs of [['refs/heads/nope'], ['e'.repeat(40)]]) {
    await expect(copyObjects({ from: gitDir, to, refs })).rejects.toMatchObject({ code: 'not-found' })
  }
  await expect(
    copyObjects({ from: bench.path('no.git'), to, refs: ['refs/heads/main'] }),
  ).rejects.toMatchObject({
    code: 'not-found',
  })
  await expect(copyObjects({ from: gitDir, to, refs: ['--upload-pack=x'] })).rejects.toMatchObject({
    code: 'rejected',
  })
  expect(await listRefs(to)).toEqual([])
})

test('repacking packs loose objects, keeps refs, and may be repeated', async () => {
  const { gitDir, oid } = await bench.seeded('repack', { a: '1', b: '2' })
  await repack(await bench.bare('nothing-to-pack'))
  await repack(gitDir)
  const files = await readdir(`${gitDir}/objects/pack`)
  expect(files.some((name) => name.endsWith('.pack'))).toBe(true)
  expect(files.some((name) => name.startsWith('multi-pack-index') && name.endsWith('.bitmap'))).toBe(true)
  const next = await bench.commit(gitDir, { c: '3' }, { parents: [oid] })
  await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: oid, new: next }])
  await repack(gitDir)
  await repack(gitDir)
  expect((await listRefs(gitDir)).map((ref) => ref.oid)).toEqual([next])
  await bench.git(['--git-dir', gitDir, 'fsck', '--strict'])
})
