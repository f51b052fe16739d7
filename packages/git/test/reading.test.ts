import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive } from '../src/archive.ts'
import { runGit } from '../src/git-process.ts'
import { lastCommits } from '../src/last-commits.ts'
import { listFiles } from '../src/list-files.ts'
import { listTree } from '../src/list-tree.ts'
import { countCommits, readLog } from '../src/log.ts'
import { blobAt, readBlob, streamBlob } from '../src/read-blob.ts'
import { readCommit } from '../src/read-commit.ts'
import { updateRefs } from '../src/refs.ts'
import { AUTHOR, noise, Workbench } from './workbench.ts'

let bench: Workbench
let gitDir: string
let first: string
let tip: string

/** A tree that holds what our own writer refuses and a hostile push could bring. */
async function oddTree(): Promise<string> {
  const blob = (await runGit(['hash-object', '-w', '--stdin'], { gitDir, input: 'odd' })).toString().trim()
  const names = ['new\nline', 'quote"d', 'tab\there', ':(glob)*', 'back\\slash', '-rf']
  const records = names.map((name) => `100644 blob ${blob}\t${name}\0`)
  records.push(`120000 blob ${blob}\tlink\0`, `160000 commit ${first}\tsub\0`)
  const options = { gitDir, input: records.join('') }
  return (await runGit(['mktree', '-z', '--missing'], options)).toString().trim()
}

beforeAll(async () => {
  bench = await Workbench.open()
  const seeded = await bench.seeded('read', {
    'README.md': '# Hinge\n',
    'parts/arm.stl': 'solid',
    'parts/deep/pin.stl': 'solid pin',
    'zebra.txt': 'z',
    'größe/ä.txt': 'ü',
  })
  gitDir = seeded.gitDir
  first = seeded.oid
  const second = await bench.commit(
    gitDir,
    { 'parts/arm.stl': 'solid 2' },
    { parents: [first], message: 'arm' },
  )
  const side = await bench.commit(gitDir, { 'side.txt': 's' }, { parents: [first], message: 'side' })
  tip = await bench.commit(
    gitDir,
    { 'side.txt': 's' },
    { parents: [second, side], message: 'merge\n\nbody\nlines\n' },
  )
  await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: first, new: tip }])
})
afterAll(() => bench[Symbol.asyncDispose]())

test('a folder lists folders first, with sizes and full paths', async () => {
  const { entries, truncated } = await listTree(gitDir, tip, '')
  expect(truncated).toBe(false)
  expect(entries.map(({ name, kind, size }) => [name, kind, size])).toEqual([
    ['größe', 'tree', null],
    ['parts', 'tree', null],
    ['README.md', 'blob', 8],
    ['side.txt', 'blob', 1],
    ['zebra.txt', 'blob', 1],
  ])
  const parts = await listTree(gitDir, tip, 'parts')
  expect(parts.entries.map(({ path }) => path)).toEqual(['parts/deep', 'parts/arm.stl'])
})

test('what is no folder is not found', async () => {
  for (const path of ['nope', 'README.md', '../x', '/parts', 'parts/', 'parts\0', 'parts:x', '.git']) {
    await expect(listTree(gitDir, tip, path), path).rejects.toMatchObject({ code: 'not-found' })
  }
  await expect(listTree(gitDir, 'f'.repeat(40), '')).rejects.toMatchObject({ code: 'not-found' })
  await expect(listTree(gitDir, '--help', '')).rejects.toMatchObject({ code: 'rejected' })
})

test('a folder of more than 5000 entries is cut and says so', async () => {
  const oid = (await runGit(['hash-object', '-w', '--stdin'], { gitDir, input: 'x' })).toString().trim()
  const input = Array.from({ length: 5001 }, (_, n) => `100644 blob ${oid}\tf${n}\0`).join('')
  const tree = (await runGit(['mktree', '-z'], { gitDir, input })).toString().trim()
  const { entries, truncated } = await listTree(gitDir, tree, '')
  expect([entries.length, truncated]).toEqual([5000, true])
})

test('names with line feeds, quotes, backslashes and pathspec magic are plain names', async () => {
  const tree = await oddTree()
  const { entries } = await listTree(gitDir, tree, '')
  const kinds = new Map(entries.map(({ name, kind }) => [name, kind]))
  expect(kinds.get('link')).toBe('symlink')
  expect(kinds.get('sub')).toBe('submodule')
  for (const name of ['new\nline', 'quote"d', 'tab\there', ':(glob)*', 'back\\slash', '-rf']) {
    expect(kinds.get(name)).toBe('blob')
    expect((await readBlob(gitDir, tree, name, { maxBytes: 10 })).content.toString()).toBe('odd')
  }
  expect(await blobAt(gitDir, tree, '*')).toBeNull()
  expect(await blobAt(gitDir, tree, 'sub')).toBeNull()
})

test('files are found at any depth, within a limit', async () => {
  const match = (file: { path: string }) => file.path.endsWith('.stl')
  const all = await listFiles(gitDir, tip, { limit: 10, match })
  expect(all.files.map(({ path }) => path)).toEqual(['parts/arm.stl', 'parts/deep/pin.stl'])
  expect(all.truncated).toBe(false)
  expect(await listFiles(gitDir, tip, { limit: 1, match })).toMatchObject({ truncated: true })
  const deep = await listFiles(gitDir, tip, { limit: 10, path: 'parts/deep' })
  expect(deep.files.map(({ path }) => path)).toEqual(['parts/deep/pin.stl'])
  await expect(listFiles(gitDir, tip, { limit: 1, path: 'no' })).rejects.toMatchObject({ code: 'not-found' })
})

test('a blob is read whole or cut at the limit', async () => {
  const whole = await readBlob(gitDir, tip, 'README.md', { maxBytes: 100 })
  expect(whole).toMatchObject({
    size: 8,
    truncated: false,
    mode: '100644',
    content: Buffer.from('# Hinge\n'),
  })
  const cut = await readBlob(gitDir, tip, 'README.md', { maxBytes: 3 })
  expect(cut).toMatchObject({ size: 8, truncated: true, content: Buffer.from('# H') })
  expect((await readBlob(gitDir, tip, 'größe/ä.txt', { maxBytes: 9 })).content.toString()).toBe('ü')
  for (const path of ['parts', 'nope', '', 'README.md/x']) {
    await expect(readBlob(gitDir, tip, path, { maxBytes: 1 }), path).rejects.toMatchObject({
      code: 'not-found',
    })
  }
})

test('a blob streams, and the stream of a missing one fails', async () => {
  const blob = await blobAt(gitDir, tip, 'zebra.txt')
  expect(blob).toMatchObject({ size: 1 })
  expect((await buffer(streamBlob(gitDir, blob?.oid ?? ''))).toString()).toBe('z')
  await expect(buffer(streamBlob(gitDir, 'e'.repeat(40)))).rejects.toMatchObject({ code: 'broken' })
})

test('a commit is read with its parents, people and message', async () => {
  expect(await readCommit(gitDir, tip)).toMatchObject({
    oid: tip,
    parents: [expect.any(String), expect.any(String)],
    author: { ...AUTHOR, when: '2026-01-01T00:00:04Z' },
    subject: 'merge',
    body: 'body\nlines',
  })
  expect((await readCommit(gitDir, first)).parents).toEqual([])
  await expect(readCommit(gitDir, 'e'.repeat(40))).rejects.toMatchObject({ code: 'not-found' })
})

test('history is paged by the last commit seen', async () => {
  const all = await readLog(gitDir, { revision: 'main', limit: 10 })
  expect(all.map(({ subject }) => subject)).toEqual(['merge', 'side', 'arm', 'begin'])
  const page = await readLog(gitDir, { revision: 'main', limit: 2, after: all[1]?.oid ?? '' })
  expect(page.map(({ subject }) => subject)).toEqual(['arm', 'begin'])
  const arm = await readLog(gitDir, { revision: 'main', limit: 10, path: 'parts/arm.stl' })
  expect(arm.map(({ subject }) => subject)).toEqual(['arm', 'begin'])
  expect(await readLog(gitDir, { revision: 'main', limit: 10, path: '*' })).toEqual([])
  expect(await countCommits(gitDir, { revision: 'main' })).toBe(4)
  expect(await countCommits(gitDir, { revision: 'main', path: 'parts' })).toBe(2)
  await expect(readLog(gitDir, { revision: '--all', limit: 1 })).rejects.toMatchObject({ code: 'not-found' })
})

test('each entry of a folder knows its last commit', async () => {
  const root = await lastCommits(gitDir, tip, '')
  expect([...root].map(([name, commit]) => [name, commit?.subject])).toEqual([
    ['größe', 'begin'],
    ['parts', 'arm'],
    ['README.md', 'begin'],
    ['side.txt', 'side'],
    ['zebra.txt', 'begin'],
  ])
  const parts = await lastCommits(gitDir, tip, 'parts')
  expect(parts.get('arm.stl')?.subject).toBe('arm')
  expect(parts.get('deep')?.subject).toBe('begin')
})

test('an archive holds the files below its prefix', async () => {
  const zip = await buffer(archive(gitDir, tip, { format: 'zip', prefix: 'hinge-1.0' }))
  expect(zip.toString('latin1', 0, 2)).toBe('PK')
  expect(zip.includes('hinge-1.0/parts/arm.stl')).toBe(true)
  const tar = await buffer(archive(gitDir, tip, { format: 'tar.gz', prefix: 'hinge' }))
  expect([tar[0], tar[1]]).toEqual([0x1f, 0x8b])
  expect(() => archive(gitDir, tip, { format: 'zip', prefix: '../x' })).toThrow('normal form')
  const missing = archive(gitDir, 'e'.repeat(40), { format: 'zip', prefix: 'x' })
  await expect(buffer(missing)).rejects.toMatchObject({ code: 'broken' })
})

test('git ends when the reader of an archive goes away', async () => {
  const big = await bench.commit(gitDir, { 'big.bin': noise(1 << 21) }, { parents: [tip] })
  const stream = archive(gitDir, big, { format: 'zip', prefix: 'x' })
  await new Promise((resolve) => stream.once('data', resolve))
  const closed = new Promise((resolve) => stream.once('close', resolve))
  stream.destroy()
  await closed
  expect(stream.destroyed).toBe(true)
})
