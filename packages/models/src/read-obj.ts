import type { Mesh } from './mesh.ts'
import { ModelError } from './model-error.ts'
import {
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  refuseLongFile,
  refuseManyTriangles,
  refuseWildCoordinate,
} from './model-limits.ts'
import { weldVertices } from './weld-vertices.ts'

/**
 * Reads the vertices and faces of an OBJ file; its numbers are taken as millimetres, z up. Polygons become fans;
 * textures, normals, groups and materials are passed over, and no other file is opened.
 *
 * @throws {ModelError} `unreadable`, `too-large`
 */
export function readObj(bytes: Uint8Array, limits: ModelLimits = DEFAULT_MODEL_LIMITS): Mesh {
  refuseLongFile(bytes, limits)
  const text = new TextDecoder('latin1').decode(bytes)
  const vertices: number[] = []
  const corners: number[] = []
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    const words = text.slice(start, end).trim().split(/\s+/)
    if (words[0] === 'v') readVertex(words, vertices)
    else if (words[0] === 'f') {
      readFace(words, vertices, corners)
      refuseManyTriangles(corners.length / 9, limits)
    }
    start = end + 1
  }
  if (vertices.length === 0) throw new ModelError('unreadable', 'the file has no vertices')
  return weldVertices(new Float32Array(corners))
}

function readVertex(words: readonly string[], vertices: number[]): void {
  for (let axis = 1; axis <= 3; axis++) vertices.push(refuseWildCoordinate(Number(words[axis] ?? 'missing')))
}

function readFace(words: readonly string[], vertices: readonly number[], corners: number[]): void {
  const numbers = words.slice(1).map((word) => toVertex(word, vertices.length / 3))
  if (numbers.length < 3) throw new ModelError('unreadable', 'a face has fewer than three corners')
  for (let i = 2; i < numbers.length; i++) {
    for (const vertex of [numbers[0], numbers[i - 1], numbers[i]] as [number, number, number]) {
      for (let axis = 0; axis < 3; axis++) corners.push(vertices[vertex * 3 + axis] as number)
    }
  }
}

/** `7`, `7/1/3`, and `-1` for the newest vertex. */
function toVertex(word: string, count: number): number {
  const named = Number(word.split('/', 1)[0])
  const vertex = named < 0 ? count + named : named - 1
  if (!Number.isInteger(vertex) || vertex < 0 || vertex >= count) {
    throw new ModelError('unreadable', 'a face names a vertex that is not there')
  }
  return vertex
}
