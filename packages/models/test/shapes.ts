import type { Mesh } from '../src/mesh.ts'

/** A box from the origin, closed, outside outwards. */
export function box(x: number, y: number, z: number): Mesh {
  const positions = new Float32Array(
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [i & 1 ? x : 0, i & 2 ? y : 0, i & 4 ? z : 0]),
  )
  const quads = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ] as const
  return { positions, indices: new Uint32Array(quads.flatMap(([a, b, c, d]) => [a, b, c, a, c, d])) }
}

/** A ball of latitude rings, closed. */
export function ball(radius: number, around: number, rings: number): Mesh {
  const positions = [0, 0, -radius]
  for (let ring = 1; ring < rings; ring++) {
    const angle = (ring / rings) * Math.PI - Math.PI / 2
    for (let i = 0; i < around; i++) {
      const turn = (i / around) * 2 * Math.PI
      positions.push(
        radius * Math.cos(angle) * Math.cos(turn),
        radius * Math.cos(angle) * Math.sin(turn),
        radius * Math.sin(angle),
      )
    }
  }
  positions.push(0, 0, radius)
  const top = positions.length / 3 - 1
  const at = (ring: number, i: number) => 1 + (ring - 1) * around + (i % around)
  const indices: number[] = []
  for (let i = 0; i < around; i++) {
    indices.push(0, at(1, i + 1), at(1, i), top, at(rings - 1, i), at(rings - 1, i + 1))
    for (let ring = 1; ring < rings - 1; ring++) {
      indices.push(
        at(ring, i),
        at(ring, i + 1),
        at(ring + 1, i + 1),
        at(ring, i),
        at(ring + 1, i + 1),
        at(ring + 1, i),
      )
    }
  }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) }
}

export function asciiStl(mesh: Mesh): string {
  const lines = ['solid part']
  for (let i = 0; i < mesh.indices.length; i += 3) {
    lines.push('facet normal 0 0 0', ' outer loop')
    for (let corner = 0; corner < 3; corner++) {
      const at = (mesh.indices[i + corner] as number) * 3
      lines.push(
        `  vertex ${[0, 1, 2].map((axis) => (mesh.positions[at + axis] as number).toExponential(8)).join(' ')}`,
      )
    }
    lines.push(' endloop', 'endfacet')
  }
  return [...lines, 'endsolid part', ''].join('\r\n')
}
