import type { AccountId, DesignId, FeedIndex } from '@truss/contracts/ids'
import { DomainError } from '../errors.ts'
import type { DesignStore, FeedHead, Sequencer, SocialStore } from '../ports.ts'

/** Likes a design or takes the like back; doing it twice changes nothing. @throws {DomainError} `design-not-found` */
export async function likeDesign(
  deps: { designs: DesignStore; social: SocialStore; sequencer: Sequencer; feed: FeedHead },
  actor: AccountId,
  input: { design: DesignId; liked: boolean },
): Promise<FeedIndex> {
  if (!(await deps.designs.byId(input.design))) throw new DomainError('design-not-found', 'no such design')
  const ticket = await deps.social.setLike(input.design, actor, input.liked)
  return ticket === undefined ? deps.feed.head() : deps.sequencer.indexOf(ticket)
}
