import { expect, test } from 'vitest'
import { pathsInComment, pathsInMarkdown, scriptsInMarkdown } from './check-doc-references.ts'
import { forbiddenIn } from './check-words.ts'

test('paths of the repository are read from Markdown, links relative to the page', () => {
  expect(pathsInMarkdown('see `packages/git/src/refs.ts` and apps/web.', 'README.md')).toEqual([
    'packages/git/src/refs.ts',
    'apps/web',
  ])
  expect(
    pathsInMarkdown('[feed](protocol/feed.md#index) and [out](https://example.org/docs/x)', 'docs/a.md'),
  ).toEqual(['docs/protocol/feed.md'])
})

test('what stands for something else is no path', () => {
  expect(
    pathsInMarkdown('`packages/<name>/src`, `apps/*`, docs/adr/NNNN-title.md, ./apps/x', 'a.md'),
  ).toEqual([])
  expect(pathsInMarkdown('a package such as @truss/apps/x and https://host/docs/y', 'a.md')).toEqual([])
})

test('npm scripts are read from Markdown', () => {
  expect(scriptsInMarkdown('run `npm run build:web` or npm run truss -- join')).toEqual([
    'build:web',
    'truss',
  ])
  expect(scriptsInMarkdown('every `npm run` uses Node 24')).toEqual([])
})

test('in code only comments count', () => {
  expect(pathsInComment("import { a } from 'packages/db/src/a.ts'")).toEqual([])
  expect(pathsInComment(' * as docs/protocol/feed.md says')).toEqual(['docs/protocol/feed.md'])
  expect(pathsInComment('const x = 1 // see e2e/support/nowhere.ts')).toEqual(['e2e/support/nowhere.ts'])
})

test.each([
  ['a.test.ts', "test.only('x', () => {})"],
  ['a.ts', '// TODO: later'],
  ['a.ts', '// @ts-ignore'],
  ['a.md', 'run it in /home/somebody/truss/'],
  ['a.md', '<<<<<<< HEAD'],
])('%s may not say %s', (file, line) => {
  expect(forbiddenIn(file, line, 1)).toHaveLength(1)
})

test.each([
  ['a.ts', '// TODO(#12): drop once every instance speaks version 2'],
  ['a.md', 'kept in /home/truss/data and /var/lib/truss'],
  ['a.ts', 'const address = "https://oak.example/work/of/art"'],
])('%s may say %s', (file, line) => {
  expect(forbiddenIn(file, line, 1)).toEqual([])
})
