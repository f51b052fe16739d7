import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDiff } from '../src/diff.ts'
import { runGit } from '../src/git-process.ts'
import { Workbench } from './workbench.ts'

let bench: Workbench
let gitDir: string
beforeAll(async () => {
  bench = await Workbench.open()
  gitDir = await bench.bare('diff')
})
afterAll(() => bench[Symbol.asyncDispose]())

async function tree(entries: [mode: string, name: string, content: string][]): Promise<string> {
  const records: string[] = []
  for (const [mode, name, content] of entries) {
    const oid = (await runGit(['hash-object', '-w', '--stdin'], { gitDir, input: content })).toString().trim()
    records.push(`${mode} blob ${oid}\t${name}\0`)
  }
  return (await runGit(['mktree', '-z'], { gitDir, input: records.join('') })).toString().trim()
}

test('the first commit adds everything', async () => {
  const oid = await bench.commit(gitDir, { 'a.txt': 'one\ntwo\n', empty: '' })
  const diff = await readDiff(gitDir, { base: null, head: oid })
  expect(diff.totals).toEqual({ files: 2, additions: 2, deletions: 0 })
  expect(diff.truncated).toBe(false)
  expect(diff.files[0]).toMatchObject({
    status: 'added',
    oldPath: null,
    newPath: 'a.txt',
    oldOid: null,
    additions: 2,
  })
  expect(diff.files[0]?.hunks).toEqual([
    {
      oldStart: 0,
      oldLines: 0,
      newStart: 1,
      newLines: 2,
      heading: '',
      lines: [
        { kind: '+', text: 'one', oldLine: null, newLine: 1 },
        { kind: '+', text: 'two', oldLine: null, newLine: 2 },
      ],
    },
  ])
  expect(diff.files[1]).toMatchObject({ newPath: 'empty', hunks: [], truncated: false })
})

test('lines are numbered on both sides, and a missing last line feed is kept', async () => {
  const base = await bench.commit(gitDir, { f: 'fn a\n1\n2\n3\n4\n5\n6\nold' })
  const head = await bench.commit(gitDir, { f: 'fn a\n1\n2\n3\n4\n5\n6\nnew\r\nmore' })
  const [file] = (await readDiff(gitDir, { base, head })).files
  expect(file?.status).toBe('modified')
  expect(file?.hunks[0]).toMatchObject({ oldStart: 5, newStart: 5, heading: 'fn a' })
  expect(file?.hunks[0]?.lines.slice(3)).toEqual([
    { kind: '-', text: 'old', oldLine: 8, newLine: null, noNewline: true },
    { kind: '+', text: 'new\r', oldLine: null, newLine: 8 },
    { kind: '+', text: 'more', oldLine: null, newLine: 9, noNewline: true },
  ])
})

test('renames, modes, removals, binaries and changes of type have their own words', async () => {
  const text = 'a\nb\nc\nd\ne\n'
  const base = await tree([
    ['100644', 'gone', 'x\n'],
    ['100644', 'old name', text],
    ['100644', 'script', 'run\n'],
    ['100644', 'shape', 'target\n'],
    ['100644', 'solid.stl', 'a\0b'],
    ['100644', 'zz', '1\n'],
  ])
  const head = await tree([
    ['100644', 'new\nname "ü"', `${text}f\n`],
    ['100755', 'script', 'run\n'],
    ['120000', 'shape', 'target'],
    ['100644', 'solid.stl', 'a\0c'],
    ['100644', 'zz', '2\n'],
  ])
  const { files, totals } = await readDiff(gitDir, { base, head })
  const byName = new Map(files.map((file) => [file.newPath ?? file.oldPath, file]))
  expect(byName.get('gone')).toMatchObject({ status: 'removed', newPath: null, newOid: null, deletions: 1 })
  expect(byName.get('new\nname "ü"')).toMatchObject({ status: 'renamed', oldPath: 'old name', additions: 1 })
  expect(byName.get('script')).toMatchObject({
    status: 'mode',
    oldMode: '100644',
    newMode: '100755',
    hunks: [],
  })
  expect(byName.get('solid.stl')).toMatchObject({
    status: 'modified',
    binary: true,
    hunks: [],
    truncated: false,
  })
  expect(byName.get('shape')?.hunks).toHaveLength(2)
  expect(byName.get('zz')?.hunks[0]?.lines.map(({ text: line }) => line)).toEqual(['1', '2'])
  expect(totals.files).toBe(6)
})

test('content and names that look like diff headers stay content and names', async () => {
  const evil = '--- a/x\n+++ b/x\n@@ -1 +1 @@\ndiff --git a/y b/y\n-- \n++ \n\\ No newline at end of file\n'
  const base = await tree([['100644', 'f', evil]])
  const head = await tree([
    ['100644', 'a\n@@ -1 +1 @@\n+evil', 'text\n'],
    ['100644', 'diff --git a b', 'text2\n'],
    ['100644', 'f', evil.replaceAll('-', '+')],
  ])
  const { files } = await readDiff(gitDir, { base, head })
  expect(files.map(({ newPath }) => newPath)).toEqual(['a\n@@ -1 +1 @@\n+evil', 'diff --git a b', 'f'])
  expect(files[0]?.hunks[0]?.lines.map(({ text }) => text)).toEqual(['text'])
  expect(files[1]?.hunks[0]?.lines.map(({ text }) => text)).toEqual(['text2'])
  for (const file of files) {
    const lines = file.hunks.flatMap((hunk) => hunk.lines)
    expect(lines.filter(({ kind }) => kind === '+')).toHaveLength(file.additions)
    expect(lines.filter(({ kind }) => kind === '-')).toHaveLength(file.deletions)
  }
})

test('a large change is cut by files and by bytes, and its totals still count all of it', async () => {
  const lines = Array.from({ length: 2000 }, (_, n) => `line ${n}\n`).join('')
  const head = await bench.commit(gitDir, { a: lines, b: lines, c: lines })
  const cut = await readDiff(gitDir, { base: null, head, maxBytes: 30_000 })
  expect(cut.totals).toEqual({ files: 3, additions: 6000, deletions: 0 })
  expect(cut.files.map(({ truncated }) => truncated)).toEqual([false, true, true])
  expect(cut.truncated).toBe(true)
  const few = await readDiff(gitDir, { base: null, head, maxFiles: 1 })
  expect([few.files.length, few.truncated, few.totals.files]).toEqual([1, true, 3])
})

test('a missing commit is not found', async () => {
  await expect(readDiff(gitDir, { base: null, head: 'e'.repeat(40) })).rejects.toMatchObject({
    code: 'not-found',
  })
})
