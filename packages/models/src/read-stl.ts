import type { Mesh } from './mesh.ts'
import { ModelError } from './model-error.ts'
import {
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  refuseLongFile,
  refuseManyTriangles,
  refuseWildCoordinate,
} from './model-limits.ts'
import { readAsciiStl } from './read-ascii-stl.ts'
import { weldVertices } from './weld-vertices.ts'

const HEADER_BYTES = 84
const TRIANGLE_BYTES = 50

/**
 * Reads STL, binary or ASCII; its numbers are taken as millimetres. The stored normals are not used: the order
 * of the corners says where outside is.
 *
 * @throws {ModelError} `unreadable` (cut off, count that does not fit, NaN), `too-large`
 */
export function readStl(bytes: Uint8Array, limits: ModelLimits = DEFAULT_MODEL_LIMITS): Mesh {
  refuseLongFile(bytes, limits)
  // Binary files may start with "solid" as well, so the length decides first.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const promised = bytes.length >= HEADER_BYTES ? view.getUint32(80, true) : -1
  const isBinary = promised >= 0 && bytes.length === HEADER_BYTES + promised * TRIANGLE_BYTES
  if (!isBinary && startsWithSolid(bytes)) return weldVertices(readAsciiStl(bytes, limits))
  if (promised < 0) throw new ModelError('unreadable', 'too short for an STL file')
  if (!isBinary) {
    throw new ModelError('unreadable', `the file promises ${promised} triangles, its length does not fit`)
  }
  refuseManyTriangles(promised, limits)
  return weldVertices(readCorners(view, promised))
}

function readCorners(view: DataView, triangles: number): Float32Array {
  const corners = new Float32Array(triangles * 9)
  let to = 0
  for (let triangle = 0; triangle < triangles; triangle++) {
    // Twelve bytes of normal come first, two of "attributes" last.
    const from = HEADER_BYTES + triangle * TRIANGLE_BYTES + 12
    for (let i = 0; i < 9; i++) corners[to++] = refuseWildCoordinate(view.getFloat32(from + i * 4, true))
  }
  return corners
}

function startsWithSolid(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64))
  return /^\s*solid\b/i.test(start)
}
