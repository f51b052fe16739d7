import { listFiles } from '@truss/git/list-files'
import { listTree, type TreeListing } from '@truss/git/list-tree'
import { readBlob } from '@truss/git/read-blob'
import { imagesOfReadme, MAX_SHOWCASE_FILES, showcaseOrder } from './showcase-order.ts'
import { mayHaveStill } from './still-names.ts'

// The same file lies in the gateway and in the worker; a test of the worker compares them.

/** Candidates that are ranked; in a larger design the first ones in git's order must do. */
const MAX_CANDIDATES = 2000
const MAX_README_BYTES = 256 * 1024
const README = /^readme(?:\.(?:md|markdown|mdown|rst|txt))?$/i

/** Files of a commit that have something to look at, the most telling first, 60 at most. */
export async function listShowcase(
  gitDir: string,
  commit: string,
): Promise<{ path: string; oid: string; size: number }[]> {
  const [{ files }, readme] = await Promise.all([
    listFiles(gitDir, commit, {
      limit: MAX_CANDIDATES,
      match: (file) => file.kind === 'blob' && mayHaveStill(file.path, file.size ?? 0),
    }),
    readReadme(gitDir, commit),
  ])
  const ordered = showcaseOrder(files, readme ? imagesOfReadme(readme.text, '') : [])
  return ordered.slice(0, MAX_SHOWCASE_FILES).map(({ path, oid, size }) => ({ path, oid, size: size ?? 0 }))
}

/** The README in the root folder of a commit, Markdown preferred; undefined when there is none. */
export async function readReadme(
  gitDir: string,
  commit: string,
): Promise<{ path: string; text: string } | undefined> {
  const { entries } = await listTree(gitDir, commit, '')
  const found = entries
    .filter((entry) => entry.kind === 'blob' && README.test(entry.name))
    .sort(markdownFirst)[0]
  if (!found) return undefined
  const { content } = await readBlob(gitDir, commit, found.path, { maxBytes: MAX_README_BYTES })
  return { path: found.path, text: new TextDecoder().decode(content) }
}

type TreeEntry = TreeListing['entries'][number]

function markdownFirst(a: TreeEntry, b: TreeEntry): number {
  const rank = ({ name }: TreeEntry) => (/\.(?:md|markdown|mdown)$/i.test(name) ? 0 : 1)
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1)
}
