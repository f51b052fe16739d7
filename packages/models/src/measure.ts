import { type Edges, listEdges, NO_TRIANGLE } from './list-edges.ts'
import { type Box, boundingBox, type Mesh, triangleCount } from './mesh.ts'

export interface Measures {
  box: Box
  /** Millimetres along x, y, z. */
  size: [number, number, number]
  /** Cubic millimetres; only a statement about the part if the mesh is watertight. */
  volume: number
  /** Square millimetres. */
  area: number
  triangles: number
  /** Every edge is shared by exactly two triangles that run along it in opposite directions. */
  watertight: boolean
  /** Pieces that share no vertex. */
  shells: number
}

export function measureMesh(mesh: Mesh): Measures {
  const box = boundingBox(mesh)
  const { volume, area } = sumTriangles(mesh, box)
  const edges = listEdges(mesh)
  return {
    box,
    size: [box.max[0] - box.min[0], box.max[1] - box.min[1], box.max[2] - box.min[2]],
    volume,
    area,
    triangles: triangleCount(mesh),
    watertight: edges.count > 0 && isWatertight(edges),
    shells: countShells(mesh),
  }
}

function isWatertight(edges: Edges): boolean {
  for (let edge = 0; edge < edges.count; edge++) {
    if (edges.odd[edge] === 1 || edges.second[edge] === NO_TRIANGLE) return false
  }
  return true
}

function sumTriangles({ positions, indices }: Mesh, box: Box): { volume: number; area: number } {
  // Tetrahedra from the middle of the box: from a far origin large volumes would cancel and lose digits.
  const middle = [0, 1, 2].map((axis) => ((box.min[axis] as number) + (box.max[axis] as number)) / 2)
  const at = (corner: number, axis: number) =>
    (positions[(indices[corner] as number) * 3 + axis] as number) - (middle[axis] as number)
  let volume = 0
  let area = 0
  for (let i = 0; i < indices.length; i += 3) {
    const [ax, ay, az] = [at(i, 0), at(i, 1), at(i, 2)]
    const [ux, uy, uz] = [at(i + 1, 0) - ax, at(i + 1, 1) - ay, at(i + 1, 2) - az]
    const [vx, vy, vz] = [at(i + 2, 0) - ax, at(i + 2, 1) - ay, at(i + 2, 2) - az]
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    area += Math.hypot(nx, ny, nz) / 2
    volume += (ax * nx + ay * ny + az * nz) / 6
  }
  return { volume, area }
}

function countShells({ positions, indices }: Mesh): number {
  const parent = new Uint32Array(positions.length / 3).map((_, i) => i)
  const root = (vertex: number): number => {
    let at = vertex
    while (parent[at] !== at) at = parent[at] = parent[parent[at] as number] as number
    return at
  }
  const used = new Uint8Array(parent.length)
  for (let i = 0; i < indices.length; i += 3) {
    const a = root(indices[i] as number)
    parent[root(indices[i + 1] as number)] = a
    parent[root(indices[i + 2] as number)] = a
    for (let corner = 0; corner < 3; corner++) used[indices[i + corner] as number] = 1
  }
  let shells = 0
  for (let vertex = 0; vertex < parent.length; vertex++)
    if (used[vertex] === 1 && parent[vertex] === vertex) shells++
  return shells
}
