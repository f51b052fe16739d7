import type { Mesh } from './mesh.ts'

/** Several meshes as one; vertices of different meshes stay apart. */
export function joinMeshes(meshes: readonly Mesh[]): Mesh {
  const positions = new Float32Array(meshes.reduce((sum, mesh) => sum + mesh.positions.length, 0))
  const indices = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.indices.length, 0))
  let vertexAt = 0
  let indexAt = 0
  for (const mesh of meshes) {
    positions.set(mesh.positions, vertexAt)
    const firstVertex = vertexAt / 3
    for (let i = 0; i < mesh.indices.length; i++) {
      indices[indexAt + i] = (mesh.indices[i] as number) + firstVertex
    }
    vertexAt += mesh.positions.length
    indexAt += mesh.indices.length
  }
  return { positions, indices }
}
