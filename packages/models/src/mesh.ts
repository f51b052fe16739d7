/**
 * A surface of triangles, in millimetres, z up. Three numbers per vertex, three vertex numbers per triangle,
 * counter-clockwise seen from outside. Equal vertices are one vertex, so neighbours share them.
 */
export interface Mesh {
  positions: Float32Array
  indices: Uint32Array
}

/** Corners of an axis-parallel box, millimetres. */
export interface Box {
  min: readonly [number, number, number]
  max: readonly [number, number, number]
}

export function triangleCount(mesh: Mesh): number {
  return mesh.indices.length / 3
}

/** The box around all vertices; all zeros for a mesh without vertices. */
export function boundingBox(mesh: Mesh): Box {
  const { positions } = mesh
  if (positions.length === 0) return { min: [0, 0, 0], max: [0, 0, 0] }
  const min: [number, number, number] = [Infinity, Infinity, Infinity]
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[i + axis] as number
      if (value < (min[axis] as number)) min[axis] = value
      if (value > (max[axis] as number)) max[axis] = value
    }
  }
  return { min, max }
}
