import { DesignSearch } from '@truss/contracts/views'

export type SearchParams = Record<string, string | string[] | undefined>

const LISTS = ['kind', 'licence', 'tag'] as const
const SINGLE = ['q', 'owner', 'host', 'sort', 'page'] as const

/** Reads a search from the address. What cannot be meant is left out: an old link still shows something. */
export function readSearch(params: SearchParams): DesignSearch {
  const read: Record<string, unknown> = {}
  for (const name of LISTS) {
    const values = [params[name] ?? []].flat().filter((value) => value !== '')
    const parsed = DesignSearch.shape[name].safeParse(values)
    if (values.length > 0 && parsed.success) read[name] = parsed.data
  }
  for (const name of SINGLE) {
    const value = [params[name] ?? []].flat()[0]
    if (value === undefined || value.trim() === '') continue
    const parsed = DesignSearch.shape[name].safeParse(value)
    if (parsed.success) read[name] = parsed.data
  }
  return DesignSearch.parse(read)
}

/** The address of a search on the explore page; changing anything but the page starts at the first one. */
export function searchAddress(search: DesignSearch, change: Partial<DesignSearch> = {}): string {
  const next = { ...search, page: undefined, ...change }
  const params = new URLSearchParams()
  for (const name of [...SINGLE.slice(0, 1), ...LISTS, ...SINGLE.slice(1)]) {
    for (const value of [next[name] ?? []].flat()) {
      if (name === 'page' && value === 1) continue
      params.append(name, String(value))
    }
  }
  const query = params.toString()
  return query === '' ? '/' : `/?${query}`
}

/** Whether anything narrows the list. */
export function isNarrowed({ q, kind, licence, tag, owner, host }: DesignSearch): boolean {
  return Boolean(q || kind?.length || licence?.length || tag?.length || owner || host)
}
