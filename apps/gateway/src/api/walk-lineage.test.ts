import type { Parent } from '@truss/contracts/designs'
import type { DesignId } from '@truss/contracts/ids'
import { expect, test } from 'vitest'
import { walkLineage } from './walk-lineage.ts'

/** A catalog whose lineage is this list of [child, parent]. */
function catalogOf(pairs: readonly [string, string][]) {
  const edges = pairs.map(([child, parent]) => ({
    child: child as DesignId,
    parent: { design: parent, commit: 'c', relation: 'fork', licence: null } as unknown as Parent,
  }))
  return {
    edgesUp: async (children: readonly DesignId[]) => edges.filter(({ child }) => children.includes(child)),
    edgesDown: async (parents: readonly DesignId[]) =>
      edges.filter(({ parent }) => parents.includes(parent.design)),
  }
}

test('a claimed circle ends', async () => {
  const catalog = catalogOf([
    ['a', 'b'],
    ['b', 'a'],
  ])
  const { distances, edges, truncated } = await walkLineage(catalog, 'a' as DesignId)
  expect(Object.fromEntries(distances)).toEqual({ a: 0, b: -1 })
  expect([edges.length, truncated]).toEqual([2, false])
})

test('a long line is cut after six steps', async () => {
  const line = Array.from({ length: 9 }, (_, at): [string, string] => [`d${at}`, `d${at + 1}`])
  const { distances, truncated } = await walkLineage(catalogOf(line), 'd0' as DesignId)
  expect([Math.min(...distances.values()), truncated]).toEqual([-6, true])
})

test('a design with very many remixes shows a hundred', async () => {
  const children = Array.from({ length: 300 }, (_, at): [string, string] => [`child${at}`, 'root'])
  const { distances, truncated } = await walkLineage(catalogOf(children), 'root' as DesignId)
  expect([distances.size, truncated]).toEqual([100, true])
})
