import { z } from 'zod'
import { Relation } from './designs.ts'
import { DesignId, Oid } from './ids.ts'
import { LicenceExpression } from './licences.ts'
import { Handle, Slug } from './names.ts'

/** A design in a lineage graph, named as people know it. */
export const LineageNode = z.object({
  id: DesignId,
  owner: Handle,
  slug: Slug,
  title: z.string(),
  licence: LicenceExpression.nullable(),
  hostName: z.string(),
  /** Steps from the design that was asked about: negative towards its sources, positive towards what came of it. */
  distance: z.int(),
})
export type LineageNode = z.infer<typeof LineageNode>

export const LineageEdge = z.object({
  parent: DesignId,
  child: DesignId,
  relation: Relation,
  commit: Oid,
})
export type LineageEdge = z.infer<typeof LineageEdge>

export const LineageGraph = z.object({
  root: DesignId,
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  /** More exists than is listed. */
  truncated: z.boolean(),
})
export type LineageGraph = z.infer<typeof LineageGraph>
