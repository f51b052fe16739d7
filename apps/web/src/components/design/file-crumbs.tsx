import { type Address, filesHref } from './design-paths.ts'
import { pathCrumbs } from './path-crumbs.ts'

/** Where a file or folder lies; the last name is not a link. */
export function FileCrumbs({ design, path, at }: { design: Address; path: string; at?: string | undefined }) {
  const crumbs = pathCrumbs(path)
  return (
    <nav aria-label="Folder" className="min-w-0">
      <ol className="flex flex-wrap items-baseline gap-x-2 font-mono text-s break-all">
        <li>
          {crumbs.length === 0 ? (
            <span className="font-medium">{design.slug}</span>
          ) : (
            <a href={filesHref(design, '', at)}>{design.slug}</a>
          )}
        </li>
        {crumbs.map((crumb, place) => (
          <li key={crumb.path} className="flex gap-x-2">
            <span className="text-ink-3" aria-hidden="true">
              /
            </span>
            {place === crumbs.length - 1 ? (
              <span className="font-medium" aria-current="page">
                {crumb.name}
              </span>
            ) : (
              <a href={filesHref(design, crumb.path, at)}>{crumb.name}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
