/** A design as its address names it. */
export interface Address {
  readonly owner: string
  readonly slug: string
}

/** Each segment encoded, so that `#`, `?`, `%` and spaces in file names survive; slashes stay slashes. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/**
 * The path that address segments name. Next hands them over as they stand in the address, still encoded.
 * @returns `undefined` when a segment is not valid percent-encoding, or could not be a name in a git tree
 */
export function decodePath(segments: readonly string[]): string | undefined {
  try {
    const names = segments.map(decodeURIComponent)
    const odd = names.some((name) => name === '' || name === '.' || name === '..' || /[/\0]/.test(name))
    return odd ? undefined : names.join('/')
  } catch {
    return undefined
  }
}

type Query = Readonly<Record<string, string | null | undefined>>

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  return search.size === 0 ? path : `${path}?${search}`
}

/** The page of a design; `tail` is already encoded. */
export function designHref({ owner, slug }: Address, tail = ''): string {
  const base = `/${encodeURIComponent(owner)}/${encodeURIComponent(slug)}`
  return tail === '' ? base : `${base}/${tail}`
}

/** A folder or a file at a branch, tag or commit; the default branch when `at` is absent. */
export function filesHref(design: Address, path = '', at?: string | null, more: Query = {}): string {
  const tail = path === '' ? 'files' : `files/${encodePath(path)}`
  return withQuery(designHref(design, tail), { at, ...more })
}

export function historyHref(design: Address, query: { at?: string; path?: string; after?: string } = {}) {
  return withQuery(designHref(design, 'history'), query)
}

export function commitHref(design: Address, oid: string): string {
  return designHref(design, `commit/${encodeURIComponent(oid)}`)
}

/** The bytes of a file, served by the gateway. */
export function rawHref(design: Address, path: string, at?: string | null): string {
  return withQuery(designHref(design, `raw/${encodePath(path)}`), { at })
}

/** A zip of everything at a branch, tag or commit, served by the gateway. */
export function zipHref(design: Address, at?: string | null): string {
  return withQuery(designHref(design, 'zip'), { at })
}

/** Where git clones from, at an instance with the given base URL. */
export function cloneUrl(baseUrl: string, design: Address): string {
  return `${baseUrl}${designHref(design)}.git`
}

/** Base address of the stills of a file, without size: add `/480-light.webp`. */
export function stillBase(designId: string, blob: string): string {
  return `/-/stills/${designId}/${blob}`
}
