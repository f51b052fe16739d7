import { stillSource } from './still-names.ts'

// The same file lies in the gateway and in the worker; a test of the worker compares them.

export const MAX_SHOWCASE_FILES = 60

/** What its name suggests about a mesh that shows the whole design rather than a part of it. */
const WHOLE = /assembl|assembly|preview|complete|main|full/i
const COVER = /(?:^|\/)(?:preview|cover|thumbnail|hero|photo)[^/]*$/i

/**
 * Files that have something to look at, the most telling first: meshes (those that seem to be the whole, then
 * those near the root), then pictures (covers, the README's, the others).
 *
 * @param readmeImages paths of pictures that the README shows, in its order
 */
export function showcaseOrder<T extends { path: string }>(
  files: readonly T[],
  readmeImages: readonly string[],
): T[] {
  const rank = ({ path }: T): number[] => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const depth = path.split('/').length
    if (stillSource(path) === 'mesh') return [0, WHOLE.test(name) ? 0 : 1, depth]
    const shown = readmeImages.indexOf(path)
    return [1, COVER.test(path) ? 0 : shown >= 0 ? 1 + shown : 1 + readmeImages.length, depth]
  }
  return files
    .map((file) => ({ file, rank: rank(file) }))
    .sort((a, b) => compare(a.rank, b.rank) || (a.file.path < b.file.path ? -1 : 1))
    .map(({ file }) => file)
}

/** Paths of the pictures that a README shows from its own repository; `folder` is where the README lies. */
export function imagesOfReadme(text: string, folder: string): string[] {
  const addresses = [
    ...text.matchAll(/!\[[^\]]{0,300}\]\(\s*<?([^\s)>]{1,500})|<img\b[^>]{0,500}?\bsrc=["']([^"']{1,500})/gi),
  ]
  return addresses.flatMap((match) => {
    const address = match[1] ?? match[2] ?? ''
    // A base that no address can have: what stays below it was relative.
    const base = new URL(`repository:/${folder === '' ? '' : `${folder}/`}`)
    if (!URL.canParse(address, base.href)) return []
    const url = new URL(address, base)
    if (url.protocol !== 'repository:' || url.host !== '') return []
    try {
      return [decodeURIComponent(url.pathname.replace(/^\/+/, ''))]
    } catch {
      return []
    }
  })
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}
