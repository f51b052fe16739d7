import { ModelError } from './model-error.ts'

/** What a file may cost to read. */
export interface ModelLimits {
  maxBytes: number
  maxTriangles: number
  /** Of all parts of a packed file together, after unpacking. */
  maxInflatedBytes: number
}

/** Generous for a printed part, bearable for a worker: reading stays below about 1 GB of memory. */
export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  maxBytes: 128 * 1024 * 1024,
  maxTriangles: 2_500_000,
  maxInflatedBytes: 256 * 1024 * 1024,
}

export function refuseLongFile(bytes: Uint8Array, limits: ModelLimits): void {
  if (bytes.length > limits.maxBytes) throw new ModelError('too-large', `more than ${limits.maxBytes} bytes`)
}

export function refuseManyTriangles(count: number, limits: ModelLimits): void {
  if (count > limits.maxTriangles) {
    throw new ModelError('too-large', `more than ${limits.maxTriangles} triangles`)
  }
}

/** Coordinates beyond a kilometre are noise, and their products leave the range of a float. */
const MAX_COORDINATE_MM = 1e6

export function refuseWildCoordinate(value: number): number {
  if (!(Math.abs(value) <= MAX_COORDINATE_MM)) {
    throw new ModelError('unreadable', 'a coordinate is not a number of millimetres')
  }
  return value
}
