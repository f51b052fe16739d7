import type { Edges } from '../list-edges.ts'
import { NO_TRIANGLE } from '../list-edges.ts'
import type { Mesh } from '../mesh.ts'

/** Faces that meet at more than this show an edge; at less they are one curve. */
export const CREASE_COSINE = Math.cos((25 * Math.PI) / 180)
const FLAT_COSINE = Math.cos((0.6 * Math.PI) / 180)
/** Round a vertex with more triangles than this (the tip of a fine cone) each keeps its own normal. */
const MAX_FAN = 64

/** Three numbers for each triangle; zeros for one without area. */
export function unitNormals({ positions, indices }: Mesh): { normals: Float32Array; areas: Float32Array } {
  const normals = new Float32Array(indices.length)
  const areas = new Float32Array(indices.length / 3)
  for (let i = 0; i < indices.length; i += 3) {
    const a = (indices[i] as number) * 3
    const b = (indices[i + 1] as number) * 3
    const c = (indices[i + 2] as number) * 3
    const [ax, ay, az] = [positions[a] as number, positions[a + 1] as number, positions[a + 2] as number]
    const [ux, uy, uz] = [
      (positions[b] as number) - ax,
      (positions[b + 1] as number) - ay,
      (positions[b + 2] as number) - az,
    ]
    const [vx, vy, vz] = [
      (positions[c] as number) - ax,
      (positions[c + 1] as number) - ay,
      (positions[c + 2] as number) - az,
    ]
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    const length = Math.sqrt(x * x + y * y + z * z)
    areas[i / 3] = length / 2
    if (length === 0) continue
    normals[i] = x / length
    normals[i + 1] = y / length
    normals[i + 2] = z / length
  }
  return { normals, areas }
}

export function normalsDot(normals: Float32Array, a: number, b: number): number {
  return (
    (normals[a * 3] as number) * (normals[b * 3] as number) +
    (normals[a * 3 + 1] as number) * (normals[b * 3 + 1] as number) +
    (normals[a * 3 + 2] as number) * (normals[b * 3 + 2] as number)
  )
}

/**
 * A normal for each corner of each triangle, smooth over curves and not over creases. Each neighbour counts by
 * the square of the flat region that it belongs to, so a large plane stays plane beside a small rounding, and by its angle at
 * the corner, so that it does not matter along which diagonal a quadrangle was cut.
 */
export function smoothNormals(
  mesh: Mesh,
  normals: Float32Array,
  areas: Float32Array,
  edges: Edges,
): Float32Array {
  const { indices } = mesh
  const weights = regionAreas(normals, areas, edges)
  const { starts, corners } = fansOf(mesh)
  const angles = cornerAngles(mesh)
  const smooth = new Float32Array(indices.length * 3)
  for (let corner = 0; corner < indices.length; corner++) {
    const own = (corner / 3) | 0
    const vertex = indices[corner] as number
    const [start, end] = [starts[vertex] as number, starts[vertex + 1] as number]
    let [x, y, z] = [0, 0, 0]
    for (let at = start; at < end; at++) {
      const there = end - start > MAX_FAN ? corner : (corners[at] as number)
      const other = (there / 3) | 0
      if (other !== own && normalsDot(normals, own, other) < CREASE_COSINE) continue
      const weight = (weights[other] as number) * (angles[there] as number)
      x += weight * (normals[other * 3] as number)
      y += weight * (normals[other * 3 + 1] as number)
      z += weight * (normals[other * 3 + 2] as number)
    }
    const length = Math.sqrt(x * x + y * y + z * z) || 1
    smooth[corner * 3] = x / length
    smooth[corner * 3 + 1] = y / length
    smooth[corner * 3 + 2] = z / length
  }
  return smooth
}

/** For each triangle the squared area of all that lies flat with it. */
function regionAreas(normals: Float32Array, areas: Float32Array, edges: Edges): Float64Array {
  const parent = new Uint32Array(areas.length).map((_, i) => i)
  const root = (triangle: number): number => {
    let at = triangle
    while (parent[at] !== at) at = parent[at] = parent[parent[at] as number] as number
    return at
  }
  for (let edge = 0; edge < edges.count; edge++) {
    const [a, b] = [edges.first[edge] as number, edges.second[edge] as number]
    if (b !== NO_TRIANGLE && normalsDot(normals, a, b) > FLAT_COSINE) parent[root(a)] = root(b)
  }
  const sums = new Float64Array(areas.length)
  for (let i = 0; i < areas.length; i++) sums[root(i)] = (sums[root(i)] as number) + (areas[i] as number)
  return sums.map((_, i) => (sums[root(i)] as number) ** 2)
}

/** The corners at each vertex: `corners` from `starts[v]` to `starts[v + 1]`. */
function fansOf({ positions, indices }: Mesh): { starts: Uint32Array; corners: Uint32Array } {
  const starts = new Uint32Array(positions.length / 3 + 1)
  for (let i = 0; i < indices.length; i++) {
    const next = (indices[i] as number) + 1
    starts[next] = (starts[next] as number) + 1
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  const filled = starts.slice()
  const corners = new Uint32Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const vertex = indices[i] as number
    const at = filled[vertex] as number
    corners[at] = i
    filled[vertex] = at + 1
  }
  return { starts, corners }
}

/** Radians, for each corner of each triangle. */
function cornerAngles({ positions, indices }: Mesh): Float32Array {
  const angles = new Float32Array(indices.length)
  for (let i = 0; i < indices.length; i += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const a = (indices[i + corner] as number) * 3
      const b = (indices[i + ((corner + 1) % 3)] as number) * 3
      const c = (indices[i + ((corner + 2) % 3)] as number) * 3
      let [dot, uu, vv] = [0, 0, 0]
      for (let axis = 0; axis < 3; axis++) {
        const u = (positions[b + axis] as number) - (positions[a + axis] as number)
        const v = (positions[c + axis] as number) - (positions[a + axis] as number)
        dot += u * v
        uu += u * u
        vv += v * v
      }
      const length = Math.sqrt(uu * vv)
      angles[i + corner] = length === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, dot / length)))
    }
  }
  return angles
}
