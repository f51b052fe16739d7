import type { DesignId } from '@truss/contracts/ids'
import type { LineageEdge } from '@truss/contracts/lineage'
import type { CatalogStore } from '@truss/db/instance/catalog-store'

const MAX_NODES = 100
const MAX_STEPS = 6

export interface Lineage {
  /** Steps from the root: negative towards its sources, positive towards what came of it. */
  distances: Map<DesignId, number>
  edges: LineageEdge[]
  /** The walk stopped at a bound. */
  truncated: boolean
}

/**
 * The sources of a design and what came of it, step by step, with one query for each step. Siblings (other
 * children of its sources) are not part of it.
 */
export async function walkLineage(
  catalog: Pick<CatalogStore, 'edgesUp' | 'edgesDown'>,
  root: DesignId,
): Promise<Lineage> {
  const distances = new Map<DesignId, number>([[root, 0]])
  const edges = new Map<string, LineageEdge>()
  let truncated = false

  async function walk(direction: -1 | 1): Promise<void> {
    let front: DesignId[] = [root]
    for (let step = 1; front.length > 0; step += 1) {
      const found = await (direction < 0 ? catalog.edgesUp(front) : catalog.edgesDown(front))
      const next: DesignId[] = []
      for (const { child, parent } of found) {
        const other = direction < 0 ? parent.design : child
        if (!distances.has(other)) {
          if (distances.size >= MAX_NODES || step > MAX_STEPS) {
            truncated = true
            continue
          }
          // Visited once: lineage is what people claim, and may claim a circle.
          distances.set(other, direction * step)
          next.push(other)
        }
        const { design, relation, commit } = parent
        edges.set(`${design} ${child} ${relation} ${commit}`, { parent: design, child, relation, commit })
      }
      front = next
    }
  }

  await walk(-1)
  await walk(1)
  return { distances, edges: [...edges.values()], truncated }
}
