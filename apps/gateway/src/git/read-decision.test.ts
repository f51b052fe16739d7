import { expect, test } from 'vitest'
import {
  decideAfterRefresh,
  decideRead,
  isStockGit,
  type ReadDecision,
  type ReadFacts,
} from './read-decision.ts'

const facts = (over: Partial<ReadFacts>): ReadFacts => ({
  step: 'advertisement',
  stockGit: true,
  authorization: false,
  copy: 'none',
  ...over,
})

const TABLE: [over: Partial<ReadFacts>, decision: ReadDecision][] = [
  [{ copy: 'current' }, 'serve'],
  [{ copy: 'current', authorization: true }, 'serve'],
  [{ copy: 'stale' }, 'refresh'],
  [{ copy: 'stale', authorization: true }, 'serve'],
  [{ copy: 'none' }, 'redirect'],
  [{ copy: 'none', stockGit: false }, 'proxy'],
  [{ copy: 'none', authorization: true }, 'refuse'],
  [{ copy: 'none', authorization: true, stockGit: false }, 'refuse'],
  [{ step: 'request', copy: 'current' }, 'serve'],
  [{ step: 'request', copy: 'stale' }, 'serve'],
  [{ step: 'request', copy: 'none' }, 'proxy'],
  [{ step: 'request', copy: 'none', authorization: true }, 'refuse'],
]

test.each(TABLE)('%o: %s', (over, decision) => {
  expect(decideRead(facts(over))).toBe(decision)
})

test('nothing but an anonymous first GET is ever redirected', () => {
  for (const step of ['advertisement', 'request'] as const)
    for (const authorization of [true, false])
      for (const stockGit of [true, false])
        for (const copy of ['current', 'stale', 'none'] as const) {
          if (decideRead({ step, authorization, stockGit, copy }) !== 'redirect') continue
          expect({ step, authorization }).toEqual({ step: 'advertisement', authorization: false })
        }
})

test('after a refresh: a dead host leaves the last verified state, a slow one is visited', () => {
  expect(decideAfterRefresh('current', { stockGit: true })).toBe('serve')
  expect(decideAfterRefresh('failed', { stockGit: true })).toBe('serve')
  expect(decideAfterRefresh('too-slow', { stockGit: true })).toBe('redirect')
  expect(decideAfterRefresh('too-slow', { stockGit: false })).toBe('proxy')
})

test.each([
  ['git/2.39.5', true],
  ['git/2.0 (libgit2 1.7.1)', false],
  ['git/isomorphic-git@1.44.11', false],
  ['git/oxide-0.44', false],
  ['go-git/5.x', false],
  ['JGit/6.8', false],
  [undefined, false],
])('%s is git itself: %s', (agent, expected) => {
  expect(isStockGit(agent)).toBe(expected)
})
