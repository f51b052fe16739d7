import type { Mesh } from './mesh.ts'

const EMPTY = 0xffffffff

/**
 * A mesh of loose triangles (nine numbers each), with vertices of exactly equal coordinates made one. Triangles
 * that lose a side by it are left out: their two other sides cancel, so a closed surface stays closed.
 */
export function weldVertices(corners: Float32Array): Mesh {
  const count = corners.length / 3
  // -0 and 0 are one place but not one bit pattern.
  for (let i = 0; i < corners.length; i++) if (corners[i] === 0) corners[i] = 0
  const bits = new Uint32Array(corners.buffer, corners.byteOffset, corners.length)
  let size = 16
  while (size < count * 2) size *= 2
  const table = new Uint32Array(size).fill(EMPTY)
  const positions = new Float32Array(corners.length)
  const vertexBits = new Uint32Array(positions.buffer)
  const numbers = new Uint32Array(count)
  let vertices = 0
  for (let corner = 0; corner < count; corner++) {
    const x = bits[corner * 3] as number
    const y = bits[corner * 3 + 1] as number
    const z = bits[corner * 3 + 2] as number
    let slot = hash(x, y, z) & (size - 1)
    for (;;) {
      const vertex = table[slot] as number
      if (vertex === EMPTY) {
        table[slot] = vertices
        vertexBits[vertices * 3] = x
        vertexBits[vertices * 3 + 1] = y
        vertexBits[vertices * 3 + 2] = z
        numbers[corner] = vertices++
        break
      }
      if (
        vertexBits[vertex * 3] === x &&
        vertexBits[vertex * 3 + 1] === y &&
        vertexBits[vertex * 3 + 2] === z
      ) {
        numbers[corner] = vertex
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return { positions: positions.slice(0, vertices * 3), indices: dropSlivers(numbers) }
}

/** Triangles without those that name a vertex twice. */
export function dropSlivers(indices: Uint32Array): Uint32Array<ArrayBuffer> {
  const kept = new Uint32Array(indices.length)
  let at = 0
  for (let i = 0; i < indices.length; i += 3) {
    const a = indices[i] as number
    const b = indices[i + 1] as number
    const c = indices[i + 2] as number
    if (a === b || b === c || c === a) continue
    kept[at++] = a
    kept[at++] = b
    kept[at++] = c
  }
  return kept.slice(0, at)
}

function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}
