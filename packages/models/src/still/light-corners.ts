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
 * the square of the flat region that it belongs to, so a large plane stays plane beside a small rounding.
 */
export function smoothNormals(
  mesh: Mesh,
  normals: Float32Array,
  areas: Float32Array,
  edges: Edges,
): Float32Array {
  const { indices } = mesh
  const weights = regionAreas(normals, areas, edges)
  const { starts, triangles } = fansOf(mesh)
  const smooth = new Float32Array(indices.length * 3)
  for (let corner = 0; corner < indices.length; corner++) {
    const own = (corner / 3) | 0
    const vertex = indices[corner] as number
    const [start, end] = [starts[vertex] as number, starts[vertex + 1] as number]
    let [x, y, z] = [0, 0, 0]
    for (let at = start; at < end; at++) {
      const other = end - start > MAX_FAN ? own : (triangles[at] as number)
      if (other !== own && normalsDot(normals, own, other) < CREASE_COSINE) continue
      const weight = weights[other] as number
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

/** The triangles round each vertex: `triangles` from `starts[v]` to `starts[v + 1]`. */
function fansOf({ positions, indices }: Mesh): { starts: Uint32Array; triangles: Uint32Array } {
  const starts = new Uint32Array(positions.length / 3 + 1)
  for (let i = 0; i < indices.length; i++) {
    const next = (indices[i] as number) + 1
    starts[next] = (starts[next] as number) + 1
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  const filled = starts.slice()
  const triangles = new Uint32Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const vertex = indices[i] as number
    const at = filled[vertex] as number
    triangles[at] = (i / 3) | 0
    filled[vertex] = at + 1
  }
  return { starts, triangles }
}

/** Key light from the upper left, in front; x to the right, y up, z towards the viewer. */
const KEY = unit([-0.42, 0.42, 0.72])
/** Set so that the top, the left side and the front of a block stand three steps or more apart. */
const SKY_SHARE = 0.354
const KEY_SHARE = 0.6
const BASE = 0.05

/** Light, 0 to 1, on each corner; on the side that faces the viewer, so a surface that is open shows its inside. */
export function lightCorners(
  normals: Float32Array,
  turn: (x: number, y: number, z: number) => [number, number, number],
): Float32Array {
  const light = new Float32Array(normals.length / 3)
  for (let i = 0; i < light.length; i++) {
    const nz = normals[i * 3 + 2] as number
    const [right, up, near] = turn(normals[i * 3] as number, normals[i * 3 + 1] as number, nz)
    const side = near < -0.05 ? -1 : 1
    const key = Math.max(0, side * (right * KEY[0] + up * KEY[1] + near * KEY[2]))
    const sky = (side * nz + 1) / 2
    light[i] = Math.min(1, Math.max(0, BASE + KEY_SHARE * key + SKY_SHARE * sky))
  }
  return light
}

function unit([x, y, z]: [number, number, number]): [number, number, number] {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}
