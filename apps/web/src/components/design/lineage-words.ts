import type { Relation } from '@truss/contracts/designs'
import type { LineageEdge, LineageGraph, LineageNode } from '@truss/contracts/lineage'

/** How a child says its relation to a parent. */
export const RELATION_WORDS: Record<Relation, string> = {
  fork: 'Fork of',
  remix: 'Remix of',
  customised: 'Customised from',
  includes: 'Includes',
  fits: 'Fits',
  'inspired-by': 'Inspired by',
}

/** How a parent says its relation to a child. */
export const DERIVED_WORDS: Record<Relation, string> = {
  fork: 'Fork',
  remix: 'Remix',
  customised: 'Customised',
  includes: 'Included in',
  fits: 'Fitted by',
  'inspired-by': 'Inspiration for',
}

/** The line of a technical drawing (ISO 128) that a relation is drawn with. */
export type LineKind = 'continuous' | 'dashed' | 'dotted' | 'chain'

export function lineOf(relation: Relation): LineKind {
  if (relation === 'includes') return 'dashed'
  if (relation === 'inspired-by') return 'dotted'
  return relation === 'fits' ? 'chain' : 'continuous'
}

export interface LineageBranch {
  readonly node: LineageNode
  readonly edge: LineageEdge
  /** Further away from the design that was asked about. */
  readonly branches: readonly LineageBranch[]
  /** Its own branches are listed where it was first met. */
  readonly repeated: boolean
}

/** The graph in one direction as a tree, for reading: a design met twice is opened once. */
export function lineageTree(graph: LineageGraph, direction: 'up' | 'down'): LineageBranch[] {
  const byId = new Map(graph.nodes.map((node) => [node.id as string, node]))
  const met = new Set<string>([graph.root])
  const grow = (id: string): LineageBranch[] => {
    const found = graph.edges.flatMap((edge) => {
      const [near, far] = direction === 'up' ? [edge.child, edge.parent] : [edge.parent, edge.child]
      const node = near === id ? byId.get(far) : undefined
      return node ? [{ node, edge }] : []
    })
    return found.map(({ node, edge }) => {
      const repeated = met.has(node.id)
      met.add(node.id)
      return { node, edge, repeated, branches: repeated ? [] : grow(node.id) }
    })
  }
  return grow(graph.root)
}
