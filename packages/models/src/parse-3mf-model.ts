import { ModelError } from './model-error.ts'
import { type ModelLimits, refuseManyTriangles, refuseWildCoordinate } from './model-limits.ts'
import { scanXml } from './scan-xml.ts'
import { parseTransform, type Transform } from './transform-3mf.ts'

/** An object that is placed: by its id, and the model part it lies in where that is another one. */
export interface Placement {
  objectId: string
  part: string | undefined
  transform: Transform
}

export interface Object3mf {
  name: string | undefined
  vertices: number[]
  triangles: number[]
  components: Placement[]
}

/** One model part of a 3MF file, in its own unit. */
export interface Model3mfPart {
  millimetresPerUnit: number
  metadata: Map<string, string>
  objects: Map<string, Object3mf>
  items: Placement[]
}

const UNITS: Readonly<Record<string, number>> = {
  micron: 0.001,
  millimeter: 1,
  centimeter: 10,
  inch: 25.4,
  foot: 304.8,
  meter: 1000,
}
const MAX_OBJECTS = 10_000
const MAX_METADATA = 200

/** @throws {ModelError} `unreadable`, `too-large` */
export function parse3mfModel(xml: string, limits: ModelLimits): Model3mfPart {
  const part: Model3mfPart = { millimetresPerUnit: 1, metadata: new Map(), objects: new Map(), items: [] }
  let object: Object3mf | undefined
  let metadata: { name: string; text: string } | undefined
  let triangles = 0
  scanXml(xml, {
    open(name, attributes) {
      if (name === 'vertex' && object) {
        for (const axis of ['x', 'y', 'z']) {
          object.vertices.push(refuseWildCoordinate(Number(attributes.get(axis) ?? 'missing')))
        }
      } else if (name === 'triangle' && object) {
        refuseManyTriangles(++triangles, limits)
        for (const corner of ['v1', 'v2', 'v3'])
          object.triangles.push(Number(attributes.get(corner) ?? 'missing'))
      } else if (name === 'model') {
        const perUnit = UNITS[attributes.get('unit') ?? 'millimeter']
        if (perUnit === undefined) throw new ModelError('unreadable', 'the unit is not known')
        part.millimetresPerUnit = perUnit
      } else if (name === 'object') {
        object = { name: attributes.get('name'), vertices: [], triangles: [], components: [] }
        const id = attributes.get('id')
        if (id === undefined || part.objects.has(id))
          throw new ModelError('unreadable', 'an object has no id of its own')
        if (part.objects.size >= MAX_OBJECTS) throw new ModelError('too-large', 'too many objects')
        part.objects.set(id, object)
      } else if (name === 'component' && object) {
        object.components.push(toPlacement(attributes))
        if (object.components.length > MAX_OBJECTS) throw new ModelError('too-large', 'too many components')
      } else if (name === 'item') {
        part.items.push(toPlacement(attributes))
        if (part.items.length > MAX_OBJECTS) throw new ModelError('too-large', 'too many build items')
      } else if (name === 'metadata' && object === undefined && part.metadata.size < MAX_METADATA) {
        metadata = { name: attributes.get('name') ?? '', text: '' }
      }
    },
    close(name) {
      if (name === 'object') {
        checkTriangles(object)
        object = undefined
      } else if (name === 'metadata' && metadata) {
        part.metadata.set(metadata.name, metadata.text.trim())
        metadata = undefined
      }
    },
    text(text) {
      if (metadata) metadata.text += text
    },
  })
  return part
}

function toPlacement(attributes: ReadonlyMap<string, string>): Placement {
  const objectId = attributes.get('objectid')
  if (objectId === undefined) throw new ModelError('unreadable', 'a placement names no object')
  // The path is an attribute of the production extension, whose prefix a file may choose.
  const path = [...attributes].find(([name]) => /^(\w+:)?path$/.test(name))?.[1]
  return { objectId, part: path?.replace(/^\/+/, ''), transform: parseTransform(attributes.get('transform')) }
}

function checkTriangles(object: Object3mf | undefined): void {
  if (object === undefined) return
  const count = object.vertices.length / 3
  for (const vertex of object.triangles) {
    if (!Number.isInteger(vertex) || vertex < 0 || vertex >= count) {
      throw new ModelError('unreadable', 'a triangle names a vertex that is not there')
    }
  }
}
