import type { Mesh } from './mesh.ts'

/** Binary STL. The same mesh gives the same bytes; `title` (ASCII, cut at 80) fills the header. */
export function writeStl(mesh: Mesh, title = ''): Uint8Array<ArrayBuffer> {
  const { positions, indices } = mesh
  const triangles = indices.length / 3
  const bytes = new Uint8Array(84 + triangles * 50)
  const view = new DataView(bytes.buffer)
  // A header that starts with "solid" makes some readers take the file for ASCII.
  bytes.set(
    new TextEncoder().encode(title.replace(/[^ -~]/g, '?').replace(/^solid/i, 'Solid:')).subarray(0, 80),
  )
  view.setUint32(80, triangles, true)
  for (let triangle = 0; triangle < triangles; triangle++) {
    const at = 84 + triangle * 50
    const corners = [0, 1, 2].map((corner) => {
      const from = (indices[triangle * 3 + corner] as number) * 3
      return [positions[from], positions[from + 1], positions[from + 2]] as [number, number, number]
    }) as [Corner, Corner, Corner]
    for (const [axis, value] of unitNormal(...corners).entries()) view.setFloat32(at + axis * 4, value, true)
    for (const [corner, point] of corners.entries()) {
      for (const [axis, value] of point.entries())
        view.setFloat32(at + 12 + corner * 12 + axis * 4, value, true)
    }
  }
  return bytes
}

type Corner = [number, number, number]

function unitNormal(a: Corner, b: Corner, c: Corner): Corner {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]]
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
  const length = Math.hypot(x, y, z) || 1
  return [x / length, y / length, z / length]
}
