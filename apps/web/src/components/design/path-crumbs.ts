export interface Crumb {
  readonly name: string
  /** Path from the root of the repository. */
  readonly path: string
}

/** One crumb for each folder on the way, the file or folder itself last; none for the root. */
export function pathCrumbs(path: string): Crumb[] {
  const names = path.split('/').filter(Boolean)
  return names.map((name, at) => ({ name, path: names.slice(0, at + 1).join('/') }))
}

/** The folder that a file lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
