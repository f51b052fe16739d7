import type { LineageEdge, LineageGraph, LineageNode } from '@truss/contracts/lineage'

export const NODE_WIDTH = 200
export const NODE_HEIGHT = 58
const GAP_X = 24
const GAP_Y = 56
/** Between the rows of one layer that did not fit beside each other. */
const GAP_ROW = 16
const MARGIN = 4
/** More than this stand in a further row of the same layer. */
const PER_ROW = 5

export interface PlacedNode {
  readonly node: LineageNode
  readonly x: number
  readonly y: number
}

export interface PlacedEdge {
  readonly edge: LineageEdge
  /** SVG path from the parent's lower edge to the child's upper edge. */
  readonly path: string
}

export interface LineageLayout {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/**
 * Layer of each design: its distance, moved outwards until every parent stands above its child.
 * Where relations go round in a circle the distances stand as they are.
 */
export function layersOf(graph: LineageGraph): Map<string, number> {
  const distance = new Map(graph.nodes.map((node) => [node.id as string, node.distance]))
  const layers = new Map(distance)
  const edges = graph.edges.filter(({ parent, child }) => layers.has(parent) && layers.has(child))
  for (let pass = 0; pass <= graph.nodes.length; pass++) {
    let moved = false
    for (const { parent, child } of edges) {
      const above = layers.get(parent) as number
      const below = layers.get(child) as number
      if (above < below) continue
      moved = true
      // Sources go up and derivatives down; the design itself stays where it is.
      if (above < 0 || (above === 0 && child === graph.root)) layers.set(parent, below - 1)
      else layers.set(child, above + 1)
    }
    if (!moved) return layers
  }
  return distance
}

/** Sources above, the design itself, what came of it below. */
export function layoutLineage(graph: LineageGraph): LineageLayout {
  const rows = sortedRows(graph)
  const widest = Math.max(1, ...rows.map(({ ids }) => ids.length))
  const width = widest * (NODE_WIDTH + GAP_X) - GAP_X + 2 * MARGIN
  const byId = new Map(graph.nodes.map((node) => [node.id as string, node]))
  const placed = new Map<string, PlacedNode>()
  let y = MARGIN
  for (const [at, { ids, layer }] of rows.entries()) {
    const left = (width - (ids.length * (NODE_WIDTH + GAP_X) - GAP_X)) / 2
    for (const [column, id] of ids.entries()) {
      const node = byId.get(id)
      if (node) placed.set(id, { node, x: left + column * (NODE_WIDTH + GAP_X), y })
    }
    y += NODE_HEIGHT
    const next = rows[at + 1]
    if (next) y += next.layer === layer ? GAP_ROW : GAP_Y
  }
  const edges = graph.edges.flatMap((edge) => {
    const parent = placed.get(edge.parent)
    const child = placed.get(edge.child)
    return parent && child ? [{ edge, path: edgePath(parent, child) }] : []
  })
  return { width, height: y + MARGIN, nodes: [...placed.values()], edges }
}

/** Layers from the top, each in rows of at most PER_ROW, ordered so that few lines cross. */
function sortedRows(graph: LineageGraph): { layer: number; ids: string[] }[] {
  const layerOf = layersOf(graph)
  const layers = new Map<number, string[]>()
  const byName = [...graph.nodes].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'))
  for (const { id } of byName) {
    const layer = layerOf.get(id) ?? 0
    layers.set(layer, [...(layers.get(layer) ?? []), id])
  }
  const order = [...layers.keys()].sort((a, b) => a - b)
  for (let sweep = 0; sweep < 4; sweep++) {
    const place = new Map<string, number>()
    const remember = () => {
      for (const ids of layers.values()) {
        for (const [at, id] of ids.entries()) place.set(id, at - (ids.length - 1) / 2)
      }
    }
    for (const layer of sweep % 2 === 0 ? order : [...order].reverse()) {
      remember()
      const centre = (id: string) => {
        const near = graph.edges.flatMap(({ parent, child }) =>
          parent === id ? [place.get(child) ?? 0] : child === id ? [place.get(parent) ?? 0] : [],
        )
        return near.length === 0 ? 0 : near.reduce((sum, at) => sum + at, 0) / near.length
      }
      layers.get(layer)?.sort((a, b) => centre(a) - centre(b))
    }
  }
  return order.flatMap((layer) => {
    const ids = layers.get(layer) ?? []
    const rows = Math.ceil(ids.length / PER_ROW)
    const size = Math.ceil(ids.length / rows)
    return Array.from({ length: rows }, (_, row) => ({ layer, ids: ids.slice(row * size, (row + 1) * size) }))
  })
}

const nameOf = ({ owner, slug }: LineageNode) => `${owner}/${slug}`

function edgePath(parent: PlacedNode, child: PlacedNode): string {
  const x1 = parent.x + NODE_WIDTH / 2
  const x2 = child.x + NODE_WIDTH / 2
  const y1 = parent.y + NODE_HEIGHT
  const y2 = child.y
  if (y2 <= y1) {
    // Beside or above: out at the right and round, so that the line stays visible.
    const side = parent.x + NODE_WIDTH
    const from = parent.y + NODE_HEIGHT / 2
    const to = child.y + NODE_HEIGHT / 2
    const end = child.x + (child.x >= parent.x ? 0 : NODE_WIDTH)
    return `M ${side} ${from} C ${side + GAP_X} ${from}, ${end} ${to}, ${end} ${to}`
  }
  const bend = Math.min(GAP_Y, y2 - y1) * 0.6
  return `M ${x1} ${y1} C ${x1} ${y1 + bend}, ${x2} ${y2 - bend}, ${x2} ${y2}`
}
