import type { RefSummary } from '@truss/contracts/designs'
import type { RefsView } from '@truss/contracts/git-views'
import { expect, test } from 'vitest'
import { branchesInOrder, defaultBranch, newestFirst } from './ref-order.ts'

const ref = (name: string, at: string | null = null) =>
  ({ name, short: name.replace(/^refs\/(?:heads|tags)\//, ''), at }) as RefSummary
const names = (refs: RefSummary[]) => refs.map(({ short }) => short)

test('releases come newest first, those without a time last', () => {
  const tags = [
    ref('refs/tags/v1', '2026-01-01T00:00:00.000Z'),
    ref('refs/tags/x'),
    ref('refs/tags/v2', '2026-02-01T00:00:00.000Z'),
  ]
  expect(names(newestFirst(tags))).toEqual(['v2', 'v1', 'x'])
})

test('the default variant comes first', () => {
  const refs = {
    head: 'refs/heads/main',
    branches: [ref('refs/heads/a'), ref('refs/heads/main')],
    tags: [],
  } as unknown as RefsView
  expect(names(branchesInOrder(refs))).toEqual(['main', 'a'])
  expect(defaultBranch(refs)?.short).toBe('main')
  expect(defaultBranch({ ...refs, branches: [] })).toBeUndefined()
})
