import type { AccountId, DesignId, FeedIndex } from '@truss/contracts/ids'
import type { Comment, CommentId } from '@truss/contracts/social'
import { DomainError } from '../errors.ts'
import type { Clock, DesignStore, Ids, Sequencer, SocialStore } from '../ports.ts'

/** A person who writes more than this in a minute is a script. */
const MAX_COMMENTS_PER_MINUTE = 10

/** @throws {DomainError} `design-not-found`, `too-many-requests` */
export async function commentOnDesign(
  deps: { designs: DesignStore; social: SocialStore; sequencer: Sequencer; clock: Clock; ids: Ids },
  actor: AccountId,
  input: { design: DesignId; text: string },
): Promise<{ index: FeedIndex; comment: CommentId }> {
  if (!(await deps.designs.byId(input.design))) throw new DomainError('design-not-found', 'no such design')
  const now = deps.clock.now()
  if ((await deps.social.commentsSince(actor, new Date(now.getTime() - 60_000))) >= MAX_COMMENTS_PER_MINUTE) {
    throw new DomainError('too-many-requests', 'that is many comments in a minute, wait a little')
  }
  const comment: Comment = {
    id: deps.ids.comment(),
    design: input.design,
    author: actor,
    text: input.text,
    at: now.toISOString(),
  }
  return { index: await deps.sequencer.indexOf(await deps.social.addComment(comment)), comment: comment.id }
}
