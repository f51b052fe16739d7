import { BufferAttribute, BufferGeometry, type Matrix4, Mesh, type Object3D, Vector3 } from 'three'
import { strFromU8, type UnzipFileInfo, unzipSync } from 'three/examples/jsm/libs/fflate.module.js'
import {
  MAX_TRIANGLES,
  MAX_UNPACKED_BYTES,
  type ModelFormat,
  ModelRefusal,
  stlTriangles,
} from './model-files.ts'

export interface Model {
  /** Triangles without an index, in mm, resting on z = 0 and centred on x and y; positions only. */
  readonly geometry: BufferGeometry
  readonly triangles: number
  /** Bodies that the file holds apart. */
  readonly parts: number
  /** Width, depth and height in mm. */
  readonly size: readonly [number, number, number]
}

/**
 * Reads a model. The loaders are fetched with the first file of their kind.
 * @throws {ModelRefusal} when the file cannot be read or is too much for a browser
 */
export async function readModel(format: ModelFormat, bytes: ArrayBuffer): Promise<Model> {
  if (format === 'stl') checkTriangles(stlTriangles(bytes) ?? 0)
  let read: Float32Array[]
  try {
    read = await READERS[format](bytes)
  } catch (cause) {
    if (cause instanceof ModelRefusal) throw cause
    throw new ModelRefusal('unreadable', `This is not ${NAMES[format]} as its makers defined it.`, { cause })
  }
  const length = read.reduce((sum, positions) => sum + positions.length, 0)
  checkTriangles(length / 9)
  if (length === 0) throw new ModelRefusal('unreadable', 'The file holds no triangles.')
  const positions = new Float32Array(length)
  let at = 0
  for (const part of read) {
    positions.set(part, at)
    at += part.length
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.computeBoundingBox()
  const box = geometry.boundingBox
  const size = box?.getSize(new Vector3()).toArray() ?? [0, 0, 0]
  if (!box || !size.every(Number.isFinite))
    throw new ModelRefusal('unreadable', 'The file has points at no place.')
  const centre = box.getCenter(new Vector3())
  geometry.translate(-centre.x, -centre.y, -box.min.z)
  return { geometry, triangles: length / 9, parts: read.length, size }
}

const NAMES = { stl: 'an STL file', '3mf': 'a 3MF file', obj: 'an OBJ file' } as const

function checkTriangles(count: number): void {
  if (count > MAX_TRIANGLES) {
    throw new ModelRefusal('too-complex', `It has ${Math.round(count / 1e6)} million triangles.`)
  }
}

const READERS: Record<ModelFormat, (bytes: ArrayBuffer) => Promise<Float32Array[]>> = {
  async stl(bytes) {
    const { STLLoader } = await import('three/examples/jsm/loaders/STLLoader.js')
    return [positionsOf(new STLLoader().parse(bytes))]
  },
  async obj(bytes) {
    const { OBJLoader } = await import('three/examples/jsm/loaders/OBJLoader.js')
    return collect(new OBJLoader().parse(new TextDecoder().decode(bytes)), 1)
  },
  async '3mf'(bytes) {
    const scale = readUnit(bytes)
    const { ThreeMFLoader } = await import('three/examples/jsm/loaders/3MFLoader.js')
    return collect(new ThreeMFLoader().parse(bytes), scale)
  },
}

const MM: Record<string, number> = {
  micron: 0.001,
  millimeter: 1,
  centimeter: 10,
  inch: 25.4,
  foot: 304.8,
  meter: 1000,
}

/** The unit of a 3MF in mm. Also the place where a zip that unfolds without end is refused. */
function readUnit(bytes: ArrayBuffer): number {
  let unpacked = 0
  const files = unzipSync(new Uint8Array(bytes), {
    filter({ name, originalSize }: UnzipFileInfo) {
      unpacked += originalSize
      if (unpacked > MAX_UNPACKED_BYTES)
        throw new ModelRefusal('too-complex', 'It unfolds to more than 600 MB.')
      return /^3D\/[^/]*\.model$/i.test(name)
    },
  })
  const model = Object.values(files)[0]
  if (!model) throw new ModelRefusal('unreadable', 'The archive holds no 3D model.')
  const unit = /<model[^>]*\sunit="(\w+)"/.exec(strFromU8(model.subarray(0, 4096)))?.[1]
  return MM[unit ?? 'millimeter'] ?? 1
}

/** Every mesh below an object, in the object's place. */
function collect(root: Object3D, scale: number): Float32Array[] {
  root.updateMatrixWorld(true)
  const found: Float32Array[] = []
  root.traverse((object) => {
    if (object instanceof Mesh) found.push(positionsOf(object.geometry, object.matrixWorld, scale))
  })
  return found.filter((positions) => positions.length > 0)
}

function positionsOf(source: BufferGeometry, place?: Matrix4, scale = 1): Float32Array {
  const flat = source.index ? source.toNonIndexed() : source
  if (place) flat.applyMatrix4(place)
  if (scale !== 1) flat.scale(scale, scale, scale)
  const positions = flat.getAttribute('position')
  // A file cut off in a triangle must not shift those that follow.
  return new Float32Array(positions?.array ?? []).subarray(0, Math.floor((positions?.count ?? 0) / 3) * 9)
}
