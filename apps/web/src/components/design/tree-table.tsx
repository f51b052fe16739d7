import type { TreeEntry } from '@truss/contracts/git-views'
import { numberWords } from '@truss/ui/number-words'
import { RelativeTime } from '@truss/ui/relative-time'
import { type Address, commitHref, filesHref } from './design-paths.ts'
import { FileIcon } from './file-icon.tsx'
import { folderOf } from './path-crumbs.ts'

export interface TreeTableProps {
  design: Address
  at: string | undefined
  path: string
  entries: readonly TreeEntry[]
}

const CELL = 'border-b border-line px-3 py-2 first:ps-4 last:pe-4 group-last:border-b-0'
const HEAD = `${CELL} text-xs whitespace-nowrap text-ink-3`

/** The entries of a folder, folders first as they come. */
export function TreeTable({ design, at, path, entries }: TreeTableProps) {
  return (
    <table className="w-full border-collapse text-s leading-snug">
      <caption className="vh">Files in {path === '' ? design.slug : path}</caption>
      <thead className="max-sm:vh">
        <tr>
          <th scope="col" className={HEAD}>
            Name
          </th>
          <th scope="col" className={`${HEAD} max-sm:hidden`}>
            Last version
          </th>
          <th scope="col" className={`${HEAD} text-end max-sm:hidden`}>
            Saved
          </th>
          <th scope="col" className={`${HEAD} text-end`}>
            Bytes
          </th>
        </tr>
      </thead>
      <tbody>
        {path === '' ? null : (
          <tr className="group">
            <td colSpan={4} className={CELL}>
              <a className="flex items-center gap-2 font-mono" href={filesHref(design, folderOf(path), at)}>
                <span aria-hidden="true">..</span>
                <span className="vh">The folder above</span>
              </a>
            </td>
          </tr>
        )}
        {entries.map((entry) => (
          <tr key={entry.path} className="group hover:bg-sunken">
            <th scope="row" className={`${CELL} font-normal`}>
              <span className="flex min-w-0 items-center gap-2">
                <FileIcon entry={entry} />
                {entry.kind === 'submodule' ? (
                  <span className="font-mono break-all">
                    {entry.name} <span className="text-ink-3">submodule at {entry.oid.slice(0, 7)}</span>
                  </span>
                ) : (
                  <a className="font-mono break-all" href={filesHref(design, entry.path, at)}>
                    {entry.name}
                    {entry.kind === 'tree' ? '/' : ''}
                  </a>
                )}
              </span>
            </th>
            <td className={`${CELL} max-w-0 text-ink-2 max-sm:hidden lg:w-1/2`}>
              {entry.last ? (
                <a
                  className="block truncate"
                  href={commitHref(design, entry.last.oid)}
                  title={entry.last.subject}
                >
                  {entry.last.subject}
                </a>
              ) : null}
            </td>
            <td className={`${CELL} text-end whitespace-nowrap text-ink-3 max-sm:hidden`}>
              {entry.last ? <RelativeTime at={entry.last.at} /> : null}
            </td>
            <td className={`${CELL} text-end font-mono text-xs whitespace-nowrap text-ink-2`}>
              {entry.size === null ? '' : numberWords(entry.size)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
