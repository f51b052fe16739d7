import type { Mesh } from './mesh.ts'

/** Stands where an edge has no second triangle. */
export const NO_TRIANGLE = 0xffffffff

/** The edges of a mesh, each once. Edge `i` runs from vertex `from[i]` to `to[i]`, as its first triangle does. */
export interface Edges {
  count: number
  from: Uint32Array
  to: Uint32Array
  first: Uint32Array
  /** {@link NO_TRIANGLE} at a border. */
  second: Uint32Array
  /** 1 where more than two triangles meet, or two run along the edge in the same direction. */
  odd: Uint8Array
}

export function listEdges(mesh: Mesh): Edges {
  const { indices } = mesh
  const most = indices.length
  let size = 16
  while (size < most * 1.5) size *= 2
  const table = new Uint32Array(size).fill(NO_TRIANGLE)
  const from = new Uint32Array(most)
  const to = new Uint32Array(most)
  const first = new Uint32Array(most)
  const second = new Uint32Array(most).fill(NO_TRIANGLE)
  const odd = new Uint8Array(most)
  let count = 0
  for (let i = 0; i < most; i++) {
    const triangle = (i / 3) | 0
    const a = indices[i] as number
    const b = indices[i % 3 === 2 ? i - 2 : i + 1] as number
    let h = Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    let slot = (h ^ (h >>> 13)) & (size - 1)
    for (;;) {
      const edge = table[slot] as number
      if (edge === NO_TRIANGLE) {
        table[slot] = count
        from[count] = a
        to[count] = b
        first[count++] = triangle
        break
      }
      const same = from[edge] === a && to[edge] === b
      if (same || (from[edge] === b && to[edge] === a)) {
        if (same || second[edge] !== NO_TRIANGLE) odd[edge] = 1
        else second[edge] = triangle
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return { count, from, to, first, second, odd }
}
