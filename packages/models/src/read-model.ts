import type { Mesh } from './mesh.ts'
import { ModelError } from './model-error.ts'
import { extensionOf } from './model-kind.ts'
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from './model-limits.ts'
import { read3mf } from './read-3mf.ts'
import { readObj } from './read-obj.ts'
import { readStl } from './read-stl.ts'

/**
 * The mesh of a file whose {@link modelKind} is `mesh`, chosen by its name. Everything a 3MF file builds is one mesh.
 *
 * @throws {ModelError} `unreadable` (also for a name of another kind, and for a file without triangles), `too-large`
 */
export function readModel(
  fileName: string,
  bytes: Uint8Array,
  limits: ModelLimits = DEFAULT_MODEL_LIMITS,
): Mesh {
  const mesh = read(extensionOf(fileName), bytes, limits)
  if (mesh.indices.length === 0) throw new ModelError('unreadable', 'the file holds no triangles')
  return mesh
}

function read(extension: string, bytes: Uint8Array, limits: ModelLimits): Mesh {
  if (extension === 'stl') return readStl(bytes, limits)
  if (extension === '3mf') return read3mf(bytes, limits).mesh
  if (extension === 'obj') return readObj(bytes, limits)
  throw new ModelError('unreadable', 'not a mesh file by its name')
}
