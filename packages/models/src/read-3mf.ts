import { strFromU8, unzipSync } from 'fflate'
import { joinMeshes } from './join-meshes.ts'
import type { Mesh } from './mesh.ts'
import { ModelError } from './model-error.ts'
import {
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  refuseLongFile,
  refuseManyTriangles,
} from './model-limits.ts'
import { type Model3mfPart, type Object3mf, type Placement, parse3mfModel } from './parse-3mf-model.ts'
import { scanXml } from './scan-xml.ts'
import { apply, chain, IDENTITY, mirrors, type Transform } from './transform-3mf.ts'
import { weldVertices } from './weld-vertices.ts'

export interface Model3mf {
  /** Everything the file builds, placed, in millimetres. */
  mesh: Mesh
  /** The same, one mesh for each build item, in the order of the file. */
  objects: { name: string | undefined; mesh: Mesh }[]
  /** Title, Designer, LicenseTerms and others, as plain text. */
  metadata: ReadonlyMap<string, string>
}

const ROOT_RELATIONS = '_rels/.rels'
const MAX_COMPONENT_DEPTH = 16
const MAX_PLACEMENTS = 100_000

/**
 * Reads a 3MF file: its build items with components, transforms and units, also where objects lie in further
 * model parts (production extension). Slices, beams and materials are passed over.
 *
 * @throws {ModelError} `unreadable`, `too-large` (also for a file that unpacks or repeats itself beyond the limits)
 */
export function read3mf(bytes: Uint8Array, limits: ModelLimits = DEFAULT_MODEL_LIMITS): Model3mf {
  refuseLongFile(bytes, limits)
  const files = unpack(bytes, limits)
  const rootName = findRoot(files)
  const parts = new Map<string, Model3mfPart>()
  const partOf = (name: string): Model3mfPart => {
    const known = parts.get(name)
    if (known !== undefined) return known
    const file = files[name]
    if (file === undefined) throw new ModelError('unreadable', 'a model part is missing')
    const part = parse3mfModel(strFromU8(file), limits)
    parts.set(name, part)
    return part
  }
  const root = partOf(rootName)
  const scale = root.millimetresPerUnit
  const toMillimetres: Transform = [scale, 0, 0, 0, scale, 0, 0, 0, scale, 0, 0, 0]
  const budget = { triangles: 0, placements: 0 }

  const place = (
    placement: Placement,
    inPart: string,
    outer: Transform,
    depth: number,
    out: number[],
  ): Object3mf => {
    if (depth > MAX_COMPONENT_DEPTH) throw new ModelError('unreadable', 'components nest too deep')
    if (++budget.placements > MAX_PLACEMENTS) throw new ModelError('too-large', 'too many components')
    const partName = placement.part ?? inPart
    const object = partOf(partName).objects.get(placement.objectId)
    if (object === undefined) throw new ModelError('unreadable', 'a placed object is not there')
    const transform = chain(placement.transform, outer)
    budget.triangles += object.triangles.length / 3
    refuseManyTriangles(budget.triangles, limits)
    addCorners(object, transform, out)
    for (const component of object.components) place(component, partName, transform, depth + 1, out)
    return object
  }

  const objects = root.items.map((item) => {
    const corners: number[] = []
    const { name } = place(item, rootName, IDENTITY, 0, corners)
    const placed = new Float32Array(corners.length)
    for (let i = 0; i < corners.length; i += 3) {
      placed.set(
        apply(toMillimetres, corners[i] as number, corners[i + 1] as number, corners[i + 2] as number),
        i,
      )
    }
    return { name, mesh: weldVertices(placed) }
  })
  return { mesh: joinMeshes(objects.map((object) => object.mesh)), objects, metadata: root.metadata }
}

function addCorners(object: Object3mf, transform: Transform, out: number[]): void {
  const order = mirrors(transform) ? [0, 2, 1] : [0, 1, 2]
  const { vertices, triangles } = object
  for (let i = 0; i < triangles.length; i += 3) {
    for (const corner of order) {
      const from = (triangles[i + corner] as number) * 3
      const point = apply(
        transform,
        vertices[from] as number,
        vertices[from + 1] as number,
        vertices[from + 2] as number,
      )
      out.push(point[0], point[1], point[2])
    }
  }
}

/** Only what is read gets unpacked, and only if the sizes that the archive states stay below the limit. */
function unpack(bytes: Uint8Array, limits: ModelLimits): Record<string, Uint8Array> {
  let inflated = 0
  try {
    return unzipSync(bytes, {
      filter: (file) => {
        if (file.name !== ROOT_RELATIONS && !/\.model$/i.test(file.name)) return false
        // fflate unpacks into a buffer of the stated size and never beyond it.
        inflated += file.originalSize
        if (inflated > limits.maxInflatedBytes)
          throw new ModelError('too-large', 'the file unpacks to too much')
        return true
      },
    })
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError('unreadable', 'not a 3MF package', { cause: error })
  }
}

function findRoot(files: Record<string, Uint8Array>): string {
  const relations = files[ROOT_RELATIONS]
  let root = '3D/3dmodel.model'
  if (relations !== undefined) {
    scanXml(strFromU8(relations), {
      open(name, attributes) {
        const isModel = attributes.get('Type')?.endsWith('/3dmodel') ?? false
        if (name === 'Relationship' && isModel) root = (attributes.get('Target') ?? root).replace(/^\/+/, '')
      },
      close() {},
    })
  }
  return root
}
