import { RELATIONS } from '@truss/contracts/designs'
import type { LineageGraph } from '@truss/contracts/lineage'
import { expect, test } from 'vitest'
import { type LineageBranch, lineageTree, lineOf } from './lineage-words.ts'

const node = (id: string, distance: number) => ({ id, owner: 'mara', slug: id, title: id, distance })
const edge = (parent: string, child: string) => ({ parent, child, relation: 'remix' })

const graph = {
  root: 'me',
  nodes: [node('me', 0), node('a', -1), node('b', -1), node('base', -2), node('x', 1)],
  edges: [
    edge('a', 'me'),
    edge('b', 'me'),
    edge('base', 'a'),
    edge('base', 'b'),
    edge('me', 'x'),
    edge('x', 'me'),
  ],
  truncated: false,
} as unknown as LineageGraph

test('a source met twice is opened once, and a circle ends', () => {
  const read = (branches: readonly LineageBranch[]): unknown[] =>
    branches.map((b) => [b.node.slug + (b.repeated ? '*' : ''), read(b.branches)])
  expect(read(lineageTree(graph, 'up'))).toEqual([
    ['a', [['base', []]]],
    ['b', [['base*', []]]],
    ['x', [['me*', []]]],
  ])
  expect(read(lineageTree(graph, 'down'))).toEqual([['x', [['me*', []]]]])
})

test('each relation has its line', () => {
  expect(RELATIONS.map(lineOf)).toEqual([
    'continuous',
    'continuous',
    'continuous',
    'dashed',
    'chain',
    'dotted',
  ])
})
