import type { CommentView } from '@truss/contracts/views'
import { Avatar } from '@truss/ui/avatar'
import { EmptyState } from '@truss/ui/empty-state'
import { RelativeTime } from '@truss/ui/relative-time'
import { Markdown } from '../markdown.tsx'
import { CommentRemove } from './comment-remove.tsx'

export interface CommentListProps {
  owner: string
  slug: string
  comments: readonly CommentView[]
}

/** Comments, as Markdown, in the order given. */
export function CommentList({ owner, slug, comments }: CommentListProps) {
  if (comments.length === 0) {
    return (
      <EmptyState title="No comments yet">
        <p>Ask how it was made, or say how yours came out.</p>
      </EmptyState>
    )
  }
  return (
    <ol className="stack">
      {comments.map(({ comment, author, mayRemove }) => (
        <li
          key={comment.id}
          id={`comment-${comment.id}`}
          className="flex gap-3 border-t border-line py-4 first:border-t-0 target:bg-accent-soft"
        >
          <Avatar name={author.displayName || author.handle} />
          <div className="stack flex-1 gap-1">
            <p className="flex flex-wrap items-baseline gap-x-2 text-s">
              <a href={`/${author.handle}`} className="font-medium">
                {author.displayName || author.handle}
              </a>
              <span className="text-ink-3">{author.handle}</span>
              <a href={`#comment-${comment.id}`} className="text-ink-3">
                <RelativeTime at={comment.at} />
              </a>
            </p>
            <Markdown text={comment.text} idPrefix={`${comment.id}-`} headingShift={3} />
            {mayRemove ? (
              <CommentRemove owner={owner} slug={slug} comment={comment.id} author={author.handle} />
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
