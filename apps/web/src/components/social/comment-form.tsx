'use client'
import { describedBy, Field } from '@truss/ui/field'
import { Note } from '@truss/ui/note'
import { SubmitButton } from '@truss/ui/submit-button'
import { Textarea } from '@truss/ui/textarea'
import { useActionState } from 'react'
import { addComment } from '../../actions/comment.ts'
import { sentOne } from '../forms/sent-fields.ts'
import { NO_OUTCOME } from './comment-outcome.ts'

const HINT = 'Markdown. Comments go to all instances and stay readable while they last.'

/** Writes a comment below a design. */
export function CommentForm({ owner, slug }: { owner: string; slug: string }) {
  const [{ failure, said }, act] = useActionState(addComment, NO_OUTCOME)
  const error = failure?.issues.text
  return (
    <form action={act} className="stack max-w-measure gap-3">
      <input type="hidden" name="owner" value={owner} />
      <input type="hidden" name="slug" value={slug} />
      <Field id="comment-text" label="Your comment" hint={HINT} error={error}>
        <Textarea
          key={failure?.attempt}
          id="comment-text"
          name="text"
          rows={4}
          required
          maxLength={10_000}
          defaultValue={sentOne(failure, 'text')}
          {...describedBy('comment-text', { hint: HINT, error })}
        />
      </Field>
      {failure && !error ? (
        <Note kind="refused" title="The comment was not saved" role="alert">
          <p>{failure.message}</p>
        </Note>
      ) : null}
      <div className="flex items-center gap-3">
        <SubmitButton variant="outlined">Comment</SubmitButton>
        <span role="status" className="text-s text-ink-2">
          {said}
        </span>
      </div>
    </form>
  )
}
