import type { CommitSummary } from '@truss/contracts/git-views'
import { Avatar } from '@truss/ui/avatar'
import { Chip } from '@truss/ui/chip'
import { IconLink } from '@truss/ui/icon-button'
import { RelativeTime } from '@truss/ui/relative-time'
import { FileSearch } from 'lucide-react'
import { type Address, commitHref, filesHref } from './design-paths.ts'

export interface CommitRowProps {
  design: Address
  commit: CommitSummary
  /** Releases of this version. */
  tags: readonly string[]
}

/** One version on a list. */
export function CommitRow({ design, commit, tags }: CommitRowProps) {
  const href = commitHref(design, commit.oid)
  const { author } = commit
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-2 text-s leading-snug first:border-t-0">
      <Avatar name={author.name} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <a className="font-medium break-words" href={href}>
            {commit.subject || 'Without a message'}
          </a>
          {tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </p>
        <p className="text-xs text-ink-3">
          {author.name}, <RelativeTime at={author.at} />
          {commit.parents.length > 1 ? `, brings ${commit.parents.length} lines together` : null}
        </p>
      </div>
      <a
        className="font-mono text-xs text-ink-2"
        href={href}
        aria-label={`Version ${commit.oid.slice(0, 7)}`}
      >
        {commit.oid.slice(0, 7)}
      </a>
      <IconLink
        href={filesHref(design, '', commit.oid)}
        aria-label={`Files at ${commit.oid.slice(0, 7)}`}
        title="Files at this version"
        className="max-sm:hidden"
      >
        <FileSearch className="icon" aria-hidden="true" />
      </IconLink>
    </li>
  )
}
