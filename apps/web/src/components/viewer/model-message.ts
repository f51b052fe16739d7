import type { Measures } from '@truss/models/measure'
import type { ModelErrorCode } from '@truss/models/model-error'

/** What the worker is asked; the bytes are handed over. */
export interface ReadRequest {
  readonly name: string
  readonly bytes: ArrayBuffer
}

/** What it answers, once. */
export type ReadAnswer =
  | {
      readonly kind: 'read'
      readonly positions: Float32Array<ArrayBuffer>
      readonly indices: Uint32Array<ArrayBuffer>
      readonly measures: Measures
    }
  | { readonly kind: 'refused'; readonly code: ModelErrorCode; readonly message: string }
  | { readonly kind: 'broken' }
