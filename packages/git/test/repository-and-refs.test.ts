import { mkdir, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBareRepository, repositoryExists, setHead } from '../src/bare-repository.ts'
import { runGit } from '../src/git-process.ts'
import { listRefs, readHead, resolveCommit, updateRefs } from '../src/refs.ts'
import { switchRefs } from '../src/switch-refs.ts'
import { Workbench } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await Workbench.open()
})
afterAll(() => bench[Symbol.asyncDispose]())

test('a repository is made once, with HEAD on an unborn branch, and leaves no draft', async () => {
  const path = bench.path('made', 'a.git')
  expect(await repositoryExists(path)).toBe(false)
  await createBareRepository(path, { initialBranch: 'trunk' })
  expect(await repositoryExists(path)).toBe(true)
  expect(await readHead(path)).toBe('refs/heads/trunk')
  expect(await listRefs(path)).toEqual([])
  await expect(createBareRepository(path, { initialBranch: 'main' })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(
    createBareRepository(bench.path('made', 'b.git'), { initialBranch: '--x y' }),
  ).rejects.toMatchObject({ code: 'rejected' })
  await mkdir(bench.path('made', 'empty.git'))
  await expect(
    createBareRepository(bench.path('made', 'empty.git'), { initialBranch: 'main' }),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect((await readdir(bench.path('made'))).sort()).toEqual(['a.git', 'empty.git'])
})

test('a repository of the SHA-256 format works the same', async () => {
  const gitDir = bench.path('sha256.git')
  await createBareRepository(gitDir, { initialBranch: 'main', objectFormat: 'sha256' })
  const oid = await bench.commit(gitDir, { 'a.txt': 'a' })
  expect(oid).toHaveLength(64)
  const next = await bench.commit(gitDir, { 'a.txt': null, b: 'b' }, { parents: [oid] })
  await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: null, new: next }])
  expect(await resolveCommit(gitDir, oid.slice(0, 9))).toEqual({ oid })
})

test('a missing repository is told apart from an empty one', async () => {
  await expect(listRefs(bench.path('nothing.git'))).rejects.toMatchObject({ code: 'not-found' })
  await expect(readHead(bench.path('nothing.git'))).rejects.toMatchObject({ code: 'not-found' })
})

test('refs are listed in byte order, tags with the object behind the last of them', async () => {
  const { gitDir, oid } = await bench.seeded('list', { a: '1' })
  await bench.git(['--git-dir', gitDir, 'tag', '-a', '-m', 'x', 'v1', oid])
  await bench.git(['--git-dir', gitDir, 'tag', '-a', '-m', 'x', 'v1-again', 'v1'])
  await updateRefs(
    gitDir,
    ['refs/heads/Z', 'refs/heads/a', 'refs/heads/é'].map((ref) => ({ ref, old: null, new: oid })),
  )
  const refs = await listRefs(gitDir)
  expect(refs.map(({ name }) => name)).toEqual([
    'refs/heads/Z',
    'refs/heads/a',
    'refs/heads/main',
    'refs/heads/é',
    'refs/tags/v1',
    'refs/tags/v1-again',
  ])
  expect(refs.at(-1)).toMatchObject({ type: 'tag', peeled: oid })
  expect(refs[0]).toEqual({ name: 'refs/heads/Z', oid, type: 'commit' })
  const tags = await listRefs(gitDir, { prefixes: ['refs/tags/'] })
  expect(tags.map(({ name }) => name)).toEqual(['refs/tags/v1', 'refs/tags/v1-again'])
})

test('a revision is a branch, then a tag, then an abbreviated oid, and nothing else', async () => {
  const { gitDir, oid } = await bench.seeded('resolve', { a: '1' })
  const second = await bench.commit(gitDir, { a: '2' }, { parents: [oid] })
  const digits = second.slice(0, 7)
  await updateRefs(gitDir, [
    { ref: 'refs/tags/both', old: null, new: oid },
    { ref: 'refs/heads/both', old: null, new: second },
    { ref: 'refs/tags/only', old: null, new: oid },
    { ref: 'refs/heads/a/b', old: null, new: second },
    // Named like an oid, but neither branch nor tag: must not win.
    { ref: `refs/notes/${digits}`, old: null, new: oid },
    { ref: `refs/${digits}`, old: null, new: oid },
  ])
  expect(await resolveCommit(gitDir, 'both')).toEqual({ oid: second, ref: 'refs/heads/both' })
  expect(await resolveCommit(gitDir, 'refs/tags/both')).toEqual({ oid, ref: 'refs/tags/both' })
  expect(await resolveCommit(gitDir, 'only')).toEqual({ oid, ref: 'refs/tags/only' })
  expect(await resolveCommit(gitDir, 'a/b')).toEqual({ oid: second, ref: 'refs/heads/a/b' })
  expect(await resolveCommit(gitDir, digits)).toEqual({ oid: second })
  expect(await resolveCommit(gitDir, second)).toEqual({ oid: second })
  const { tree } = { tree: (await runGit(['rev-parse', `${oid}^{tree}`], { gitDir })).toString().trim() }
  const hostile = [
    '',
    'HEAD',
    'main~1',
    'main^',
    'main:a',
    '@',
    '@{-1}',
    '--all',
    '-n1',
    ':/begin',
    'a b',
    '../x',
  ]
  for (const bad of [
    ...hostile,
    second.slice(0, 6),
    tree,
    '0'.repeat(40),
    'both\n',
    'x'.repeat(5000),
    'both\0',
  ]) {
    await expect(resolveCommit(gitDir, bad), bad).rejects.toMatchObject({ code: 'not-found' })
  }
})

test('refs move together or not at all, and only from where they were expected', async () => {
  const { gitDir, oid } = await bench.seeded('swap', { a: '1' })
  const next = await bench.commit(gitDir, { a: '2' }, { parents: [oid] })
  await expect(
    updateRefs(gitDir, [
      { ref: 'refs/heads/new', old: null, new: next },
      { ref: 'refs/heads/main', old: next, new: oid },
    ]),
  ).rejects.toMatchObject({ code: 'conflict' })
  await expect(updateRefs(gitDir, [{ ref: 'refs/heads/main', old: null, new: next }])).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(
    updateRefs(gitDir, [{ ref: 'refs/heads/main/x', old: null, new: next }]),
  ).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(
    updateRefs(gitDir, [{ ref: 'refs/heads/x', old: null, new: 'f'.repeat(40) }]),
  ).rejects.toMatchObject({ code: 'rejected' })
  await expect(updateRefs(gitDir, [{ ref: 'refs/heads/a\nb', old: null, new: next }])).rejects.toMatchObject({
    code: 'rejected',
  })
  expect(await listRefs(gitDir)).toEqual([{ name: 'refs/heads/main', oid, type: 'commit' }])
  await updateRefs(gitDir, [
    { ref: 'refs/heads/main', old: oid, new: next },
    { ref: 'refs/heads/new', old: null, new: oid },
  ])
  await updateRefs(gitDir, [{ ref: 'refs/heads/new', old: oid, new: null }])
  expect(await listRefs(gitDir)).toEqual([{ name: 'refs/heads/main', oid: next, type: 'commit' }])
})

test('of several writers that race for a ref, one wins and the others hear of a conflict', async () => {
  const { gitDir, oid } = await bench.seeded('race', { a: '1' })
  const rivals = await Promise.all(
    ['x', 'y', 'z'].map((text) => bench.commit(gitDir, { a: text }, { parents: [oid], message: text })),
  )
  const results = await Promise.allSettled(
    rivals.map((rival) => updateRefs(gitDir, [{ ref: 'refs/heads/main', old: oid, new: rival }])),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
  }
})

test('HEAD names branches only', async () => {
  const { gitDir } = await bench.seeded('head', { a: '1' })
  await setHead(gitDir, 'refs/heads/other')
  expect(await readHead(gitDir)).toBe('refs/heads/other')
  await expect(setHead(gitDir, 'refs/tags/x')).rejects.toMatchObject({ code: 'rejected' })
  await expect(setHead(gitDir, 'refs/heads/a..b')).rejects.toMatchObject({ code: 'rejected' })
})

test('switching makes the refs exactly the target, also where names turn into folders and back', async () => {
  const { gitDir, oid } = await bench.seeded('switch', { a: '1' })
  const next = await bench.commit(gitDir, { a: '2' }, { parents: [oid] })
  await updateRefs(gitDir, [
    { ref: 'refs/heads/a', old: null, new: oid },
    { ref: 'refs/heads/b/c', old: null, new: oid },
    { ref: 'refs/heads/b/d', old: null, new: oid },
    { ref: 'refs/truss/incoming/heads/main', old: null, new: next },
    { ref: 'refs/truss/state', old: null, new: oid },
  ])
  await runGit(['pack-refs', '--all'], { gitDir })
  const target = [
    { name: 'refs/heads/a/b', oid: next },
    { name: 'refs/heads/b', oid },
    { name: 'refs/heads/main', oid: next },
    { name: 'refs/truss/state', oid: next },
  ]
  await switchRefs(gitDir, target, 'refs/heads/b')
  expect((await listRefs(gitDir)).map((ref) => ({ name: ref.name, oid: ref.oid }))).toEqual(target)
  expect(await readHead(gitDir)).toBe('refs/heads/b')
  await switchRefs(gitDir, target, 'refs/heads/b')
  await expect(
    switchRefs(gitDir, [{ name: 'refs/heads/x', oid: 'e'.repeat(40) }], 'refs/heads/x'),
  ).rejects.toMatchObject({ code: 'rejected' })
  expect(await listRefs(gitDir)).toHaveLength(4)
  await switchRefs(gitDir, [], 'refs/heads/main')
  expect(await listRefs(gitDir)).toEqual([])
})
