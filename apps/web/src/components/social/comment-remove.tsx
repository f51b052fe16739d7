'use client'
import { Button } from '@truss/ui/button'
import { useActionState } from 'react'
import { dropComment } from '../../actions/comment.ts'
import { NO_OUTCOME } from './comment-outcome.ts'

/** Removes one comment. Opens a second step first, without script too: it cannot be brought back. */
export function CommentRemove(props: { owner: string; slug: string; comment: string; author: string }) {
  const [{ failure }, act, pending] = useActionState(dropComment, NO_OUTCOME)
  return (
    <details className="text-s">
      <summary className="inline-flex min-h-control items-center text-ink-3 hover:text-ink hover:underline">
        Remove<span className="vh"> the comment of {props.author}</span>
      </summary>
      <form action={act} className="flex flex-wrap items-center gap-3">
        <input type="hidden" name="owner" value={props.owner} />
        <input type="hidden" name="slug" value={props.slug} />
        <input type="hidden" name="comment" value={props.comment} />
        <span className="text-ink-2">It disappears on all instances and cannot be brought back.</span>
        <Button type="submit" variant="stop" waiting={pending}>
          Remove it
        </Button>
        {failure ? (
          <p role="alert" className="text-refused">
            {failure.message}
          </p>
        ) : null}
      </form>
    </details>
  )
}
