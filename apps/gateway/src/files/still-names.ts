import { extensionOf, modelKind } from '@truss/models/model-kind'

/*
 * What the gateway and the worker agree on about stills. The same file lies in both; a test of the worker
 * compares them.
 */

/** Wake-up channel: the stills of a blob are made, or failed; the message is its oid. */
export const STILL_WAKE = 'still'

/** Blobs above it get no still. */
export const MAX_STILL_SOURCE_BYTES = 64 * 1024 * 1024

/** Raised when stills are drawn in another way: older ones are not found any more. */
const VERSION = 'v1'

/** Pictures whose still nothing here can draw. */
const NOT_DRAWN = new Set(['avif'])

export const STILL_NAME = /^(?:480|1200)-(?:light|dark)\.webp$/

/** Key of a derived blob; `name` fits {@link STILL_NAME}. */
export function stillKey(blob: string, name: string): string {
  return `stills/${blob}/${VERSION}/${name}`
}

/** Key of the marker that says why there will be no still: a short text. */
export function failedStillKey(blob: string): string {
  return `stills/${blob}/${VERSION}/failed.txt`
}

/** How the still of such a file is made; undefined: none is. */
export function stillSource(path: string): 'mesh' | 'image' | undefined {
  const kind = modelKind(path)
  return (kind === 'mesh' || kind === 'image') && !NOT_DRAWN.has(extensionOf(path)) ? kind : undefined
}

/** Whether stills are made of such a file. */
export function mayHaveStill(path: string, bytes: number): boolean {
  return bytes > 0 && bytes <= MAX_STILL_SOURCE_BYTES && stillSource(path) !== undefined
}
