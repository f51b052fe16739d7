/** What the stage shows. */
export type ViewState =
  | { readonly kind: 'still' }
  | { readonly kind: 'loading'; readonly loaded: number }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'shown'; readonly facts: ModelFacts }
  | { readonly kind: 'too-complex' | 'unreadable' | 'failed'; readonly reason: string }
  | { readonly kind: 'no-webgl' }

export interface ModelFacts {
  /** Width, depth and height in mm. */
  readonly size: readonly [number, number, number]
  readonly triangles: number
  /** Pieces that touch nowhere. */
  readonly parts: number
  readonly watertight: boolean
  /** In mm³; `null` where the mesh is open and holds none. */
  readonly volume: number | null
}

export const FAILURE_TITLES = {
  'too-complex': 'Too complex for the browser',
  unreadable: 'No 3D view: the file cannot be read',
  failed: 'No 3D view',
  'no-webgl': 'This browser draws no 3D',
} as const

/** What a refusal means for the reader, after its reason. */
export const FAILURE_WAYS = {
  'too-complex': 'The file itself is fine to download.',
  unreadable: 'A slicer or CAD program may still open it.',
  failed: 'The file itself is fine to download.',
  'no-webgl': 'WebGL is off or missing. The picture and the file are here all the same.',
} as const
