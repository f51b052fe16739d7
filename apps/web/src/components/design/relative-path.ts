export interface RepositoryAddress {
  readonly path: string
  /** With its `#`, or empty. */
  readonly hash: string
}

/**
 * What a relative address in a text of the repository points to.
 * @param from path of the text; an address that starts with `/` counts from the root
 * @returns `undefined` for an address that is no path
 */
export function relativePath(from: string, address: string): RepositoryAddress | undefined {
  const base = new URL('https://repository.invalid')
  // Set, not parsed: a `#` in the name of a folder is part of the name.
  base.pathname = from.split('/').map(encodeURIComponent).join('/')
  try {
    const url = new URL(address, base)
    if (url.origin !== base.origin) return undefined
    const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
    return { path, hash: url.hash }
  } catch {
    return undefined
  }
}
