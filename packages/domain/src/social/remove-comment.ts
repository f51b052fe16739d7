import type { AccountId, DesignId, FeedIndex } from '@truss/contracts/ids'
import type { CommentId } from '@truss/contracts/social'
import { DomainError } from '../errors.ts'
import type { DesignStore, Sequencer, SocialStore } from '../ports.ts'

/** The author and the design's owner may remove a comment. @throws {DomainError} `comment-not-found`, `forbidden` */
export async function removeComment(
  { designs, social, sequencer }: { designs: DesignStore; social: SocialStore; sequencer: Sequencer },
  actor: AccountId,
  input: { design: DesignId; comment: CommentId },
): Promise<FeedIndex> {
  const comment = await social.comment(input.comment)
  if (!comment || comment.design !== input.design)
    throw new DomainError('comment-not-found', 'no such comment')
  const owner = (await designs.byId(comment.design))?.design.owner
  if (comment.author !== actor && owner !== actor) {
    throw new DomainError('forbidden', 'only the author and the owner of the design remove a comment')
  }
  return sequencer.indexOf(await social.removeComment(comment))
}
