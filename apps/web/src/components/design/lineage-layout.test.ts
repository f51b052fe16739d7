import type { LineageEdge, LineageGraph, LineageNode } from '@truss/contracts/lineage'
import { describe, expect, test } from 'vitest'
import { layersOf, layoutLineage, NODE_HEIGHT, NODE_WIDTH } from './lineage-layout.ts'

/** `me:0 clamp:-1` and `clamp>me` instead of whole records. */
function graphOf(nodes: string, edges: string): LineageGraph {
  return {
    root: 'me' as LineageNode['id'],
    nodes: nodes.split(' ').map((text) => {
      const [id = '', distance = '0'] = text.split(':')
      return {
        id,
        owner: 'mara',
        slug: id,
        title: id,
        licence: null,
        hostName: 'oak',
        distance: Number(distance),
      }
    }) as unknown as LineageNode[],
    edges: edges
      .split(' ')
      .filter(Boolean)
      .map((text) => {
        const [parent, child] = text.split('>')
        return { parent, child, relation: 'remix', commit: '0'.repeat(40) } as unknown as LineageEdge
      }),
    truncated: false,
  }
}

function placesOf(graph: LineageGraph) {
  const layout = layoutLineage(graph)
  return { layout, at: new Map(layout.nodes.map((placed) => [placed.node.slug as string, placed])) }
}

describe('layers', () => {
  test('sources stand above, derivatives below', () => {
    const layers = layersOf(
      graphOf('me:0 clamp:-1 roller:-1 wide:1 wider:2', 'clamp>me roller>me me>wide wide>wider'),
    )
    expect([...layers]).toEqual([
      ['me', 0],
      ['clamp', -1],
      ['roller', -1],
      ['wide', 1],
      ['wider', 2],
    ])
  })

  test('a source of a source that is also a direct source moves up', () => {
    const layers = layersOf(graphOf('me:0 a:-1 b:-1', 'a>me b>me a>b'))
    expect([layers.get('a'), layers.get('b'), layers.get('me')]).toEqual([-2, -1, 0])
  })

  test('a derivative of two generations moves down', () => {
    const layers = layersOf(graphOf('me:0 a:1 b:1', 'me>a me>b a>b'))
    expect([layers.get('me'), layers.get('a'), layers.get('b')]).toEqual([0, 1, 2])
  })

  test('designs that fit each other go round in a circle and keep their distance', () => {
    const layers = layersOf(graphOf('me:0 a:1', 'me>a a>me'))
    expect([layers.get('me'), layers.get('a')]).toEqual([0, 1])
  })
})

describe('the picture', () => {
  test('no two designs overlap, and all lie inside', () => {
    const children = Array.from({ length: 13 }, (_, at) => `c${at}`)
    const graph = graphOf(
      ['me:0', 'a:-1', 'b:-1', ...children.map((id) => `${id}:1`)].join(' '),
      ['a>me', 'b>me', ...children.map((id) => `me>${id}`)].join(' '),
    )
    const { layout } = placesOf(graph)
    expect(layout.nodes).toHaveLength(16)
    for (const [at, one] of layout.nodes.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + NODE_WIDTH).toBeLessThanOrEqual(layout.width)
      expect(one.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height)
      for (const other of layout.nodes.slice(at + 1)) {
        const apart = Math.abs(one.x - other.x) >= NODE_WIDTH || Math.abs(one.y - other.y) >= NODE_HEIGHT
        expect(apart).toBe(true)
      }
    }
  })

  test('lines that could cross do not', () => {
    const { at } = placesOf(graphOf('me:0 x:1 y:1 a:2 b:2', 'me>x me>y x>b y>a'))
    const left = (slug: string) => at.get(slug)?.x ?? Number.NaN
    expect(left('x') < left('y')).toBe(left('b') < left('a'))
  })

  test('a relation to a design that is not listed is left out', () => {
    expect(layoutLineage(graphOf('me:0 a:-1', 'a>me gone>me')).edges).toHaveLength(1)
  })

  test('a design alone is one box', () => {
    const { layout } = placesOf(graphOf('me:0', ''))
    expect(layout.nodes).toHaveLength(1)
    expect(layout.height).toBe(NODE_HEIGHT + 8)
  })
})
