import type { ShowcaseFile } from '../../server/design-content.ts'
import type { ViewerPart } from '../viewer/viewer-part.ts'
import { type Address, designHref, filesHref, rawHref, stillBase } from './design-paths.ts'

interface Place {
  readonly design: Address
  readonly id: string
  /** As in the address of the page; absent for the default branch. */
  readonly at: string | undefined
}

type File = Pick<ShowcaseFile, 'path' | 'oid' | 'size' | 'kind' | 'hasStill'>

/** A file as the viewer takes it. */
export function viewerPart({ design, id, at }: Place, file: File, onOwnPage = false): ViewerPart {
  const query = new URLSearchParams({ ...(at ? { at } : {}), part: file.path })
  return {
    path: file.path,
    kind: file.kind,
    bytes: file.size,
    raw: rawHref(design, file.path, at),
    choose: `${designHref(design)}?${query}`,
    page: onOwnPage ? null : filesHref(design, file.path, at),
    still: file.hasStill ? stillBase(id, file.oid) : null,
  }
}
