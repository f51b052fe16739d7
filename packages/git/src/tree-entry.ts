export type TreeEntryKind = 'blob' | 'tree' | 'submodule' | 'symlink'

export interface TreeEntry {
  /** Last part of the path. Bytes that are not UTF-8 show as U+FFFD; such an entry cannot be opened by path. */
  name: string
  path: string
  kind: TreeEntryKind
  oid: string
  /** Bytes; null for trees and submodules. */
  size: number | null
  /** Six octal digits, as `100644`. */
  mode: string
}

/** Reads one record of `git ls-tree -z -l`; `folder` is put before the path. */
export function parseTreeEntry(record: string, folder = ''): TreeEntry {
  const tab = record.indexOf('\t')
  const [mode = '', type = '', oid = '', size = '-'] = record.slice(0, tab).split(/ +/)
  const path = `${folder === '' ? '' : `${folder}/`}${record.slice(tab + 1)}`
  const kind =
    mode === '120000' ? 'symlink' : type === 'commit' ? 'submodule' : type === 'tree' ? 'tree' : 'blob'
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    kind,
    oid,
    size: size === '-' ? null : Number(size),
    mode,
  }
}
