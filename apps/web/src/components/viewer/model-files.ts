export type ModelFormat = 'stl' | '3mf' | 'obj'

/** Smaller models are loaded without being asked for. */
export const AUTO_LOAD_BYTES = 8_000_000
/** Larger files are for the program that made them. */
export const MAX_MODEL_BYTES = 200_000_000
/** A zip may not unfold to more than this. */
export const MAX_UNPACKED_BYTES = 600_000_000
/** More than a browser turns smoothly on an ordinary machine. */
export const MAX_TRIANGLES = 4_000_000

/** The format that the ending of a name promises; `undefined` when no reader is here. */
export function modelFormat(path: string): ModelFormat | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return ending === 'stl' || ending === '3mf' || ending === 'obj' ? ending : undefined
}

/** Why a model cannot be shown, as a sentence for people. */
export class ModelRefusal extends Error {
  readonly kind: 'too-complex' | 'unreadable'

  constructor(kind: 'too-complex' | 'unreadable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** Triangles that the header of a binary STL promises; `undefined` for the text form and for other files. */
export function stlTriangles(bytes: ArrayBuffer): number | undefined {
  if (bytes.byteLength < 84) return undefined
  const count = new DataView(bytes).getUint32(80, true)
  return 84 + count * 50 === bytes.byteLength ? count : undefined
}
