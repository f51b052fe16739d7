'use client'
import { Button } from '@truss/ui/button'
import { ButtonLink } from '@truss/ui/button-link'
import { numberWords } from '@truss/ui/number-words'
import { Heart } from 'lucide-react'
import { useActionState } from 'react'
import { setLike } from '../../actions/like.ts'

export interface LikeButtonProps {
  owner: string
  slug: string
  likes: number
  /** By the person who looks. */
  liked: boolean
  /** Otherwise it leads to the sign-in page and back. */
  signedIn: boolean
}

/** Likes a design or takes the like back; a form, so it works without script too. */
export function LikeButton({ owner, slug, likes, liked, signedIn }: LikeButtonProps) {
  const [failure, act, pending] = useActionState(setLike, null)
  // While the answer is on its way, what was asked for is shown.
  const shown = pending ? { liked: !liked, likes: likes + (liked ? -1 : 1) } : { liked, likes }
  const face = (
    <>
      <Heart className={shown.liked ? 'icon fill-current' : 'icon'} aria-hidden="true" />
      {shown.liked ? 'Liked' : 'Like'}
      <span className="border-s border-line ps-2 font-normal text-ink-3">
        {numberWords(shown.likes)}
        <span className="vh"> likes</span>
      </span>
    </>
  )
  if (!signedIn) {
    return (
      <ButtonLink href={`/signin?next=${encodeURIComponent(`/${owner}/${slug}`)}`} rel="nofollow">
        {face}
      </ButtonLink>
    )
  }
  return (
    <form action={act} className="inline-grid gap-1">
      <input type="hidden" name="owner" value={owner} />
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="liked" value={liked ? 'no' : 'yes'} />
      <Button type="submit" aria-pressed={shown.liked} aria-busy={pending || undefined}>
        {face}
      </Button>
      {failure ? (
        <p role="alert" className="max-w-measure text-s leading-snug text-refused">
          {failure.message}
        </p>
      ) : null}
    </form>
  )
}
