import type { FileKind } from '@truss/contracts/git-views'

/** A file that has something to look at, with its addresses made: plain data that travels to the browser. */
export interface ViewerPart {
  /** From the root of the repository. */
  readonly path: string
  readonly kind: FileKind
  readonly bytes: number
  /** Where its bytes are. */
  readonly raw: string
  /** The page that shows it chosen, for readers without script. */
  readonly choose: string
  /** The file's own page; `null` where that is where one is. */
  readonly page: string | null
  /** Base address of its stills. */
  readonly still: string | null
}

/** Pictures that a browser draws by itself. */
export function isPicture(part: Pick<ViewerPart, 'kind' | 'path'>): boolean {
  return part.kind === 'image' && /\.(?:png|jpe?g|gif|webp|avif|svg)$/i.test(part.path)
}
