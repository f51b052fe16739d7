import { modelKind } from '@truss/models/model-kind'

/** Smaller models are loaded without being asked for. */
export const AUTO_LOAD_BYTES = 8_000_000

/** What a browser may spend on a model; beyond it the file is for the program that made it. */
export const BROWSER_LIMITS = {
  maxBytes: 200_000_000,
  maxTriangles: 4_000_000,
  maxInflatedBytes: 600_000_000,
} as const

/** The name promises a mesh that there is a reader for. */
export function isModel(path: string): boolean {
  return modelKind(path) === 'mesh'
}
