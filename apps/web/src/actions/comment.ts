'use server'
import { commentOnDesign, DesignAddress, removeComment } from '@truss/contracts/instance-routes'
import { revalidatePath } from 'next/cache'
import type { CommentOutcome } from '../components/social/comment-outcome.ts'
import { attempt } from '../server/attempt.ts'
import { instanceApi } from '../server/instance-client.ts'

const pageOf = ({ owner, slug }: { owner: string; slug: string }) =>
  `/${encodeURIComponent(owner)}/${encodeURIComponent(slug)}`

/** Fields `owner`, `slug`, `text`. */
export async function addComment(_before: CommentOutcome, form: FormData): Promise<CommentOutcome> {
  const params = DesignAddress.parse({ owner: form.get('owner'), slug: form.get('slug') })
  const result = await attempt(form, `${pageOf(params)}#comments`, async () => {
    const body = commentOnDesign.body.parse({ text: form.get('text') ?? '' })
    return (await instanceApi()).call(commentOnDesign, { params, body })
  })
  if ('failure' in result) return { failure: result.failure, said: null }
  revalidatePath(pageOf(params))
  const said = result.done.applied
    ? 'Your comment is there.'
    : 'Your comment is saved at the registry and appears here in a moment.'
  return { failure: null, said }
}

/** Fields `owner`, `slug`, `comment`. */
export async function dropComment(_before: CommentOutcome, form: FormData): Promise<CommentOutcome> {
  const params = removeComment.params.parse({
    owner: form.get('owner'),
    slug: form.get('slug'),
    comment: form.get('comment'),
  })
  const result = await attempt(form, `${pageOf(params)}#comments`, async () =>
    (await instanceApi()).call(removeComment, { params }),
  )
  if ('failure' in result) return { failure: result.failure, said: null }
  revalidatePath(pageOf(params))
  return { failure: null, said: 'The comment is removed.' }
}
