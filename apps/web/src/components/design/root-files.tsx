import type { TreeView } from '@truss/contracts/git-views'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'
import { Still } from '@truss/ui/still'
import { type Address, filesHref } from './design-paths.ts'
import { FileIcon } from './file-icon.tsx'
import { formatSize } from './format-numbers.ts'

/** More stand on the page of the files. */
const SHOWN = 9

export interface RootFilesProps {
  design: Address
  at: string | undefined
  tree: TreeView
  /** Base address of a still by path, where there is one. */
  stills: ReadonlyMap<string, string>
}

/** The files of the uppermost folder, as rows with pictures. */
export function RootFiles({ design, at, tree, stills }: RootFilesProps) {
  const entries = tree.entries.slice(0, SHOWN)
  const more = tree.entries.length - entries.length
  const all = filesHref(design, '', at)
  return (
    <Plate
      flush
      title="Files"
      titleId="files"
      aside={
        <a className="link text-s" href={all}>
          All files
        </a>
      }
      footer={
        more > 0 ? (
          <a className="link" href={all}>
            Show {more} more {more === 1 ? 'file' : 'files'}
          </a>
        ) : undefined
      }
    >
      <ul>
        {entries.map((entry) => (
          <li
            key={entry.path}
            className="flex items-center gap-3 border-t border-line px-4 py-2 text-s leading-snug first:border-t-0"
          >
            <span className="w-thumb flex-none overflow-hidden rounded-m border border-line">
              {stills.has(entry.path) ? (
                <Still base={stills.get(entry.path) ?? null} alt="" sizes="3.5rem" />
              ) : (
                <span className="grid aspect-still place-items-center bg-sunken">
                  <FileIcon entry={entry} />
                </span>
              )}
            </span>
            <span className="min-w-0 flex-1">
              <a className="font-mono" href={filesHref(design, entry.path, at)}>
                {entry.name}
                {entry.kind === 'tree' ? '/' : ''}
              </a>
              {entry.last ? (
                <span className="block truncate text-xs text-ink-3">
                  {entry.last.subject}, <RelativeTime at={entry.last.at} />
                </span>
              ) : null}
            </span>
            {entry.size === null ? null : (
              <span className="font-mono text-xs whitespace-nowrap text-ink-3">{formatSize(entry.size)}</span>
            )}
          </li>
        ))}
      </ul>
    </Plate>
  )
}
