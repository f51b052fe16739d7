import { addComment, deleteComment, putLike } from '@truss/contracts/registry-routes'
import type { Clock, DesignStore, FeedHead, Ids, Sequencer, SocialStore } from '@truss/domain/ports'
import { commentOnDesign } from '@truss/domain/social/comment-on-design'
import { likeDesign } from '@truss/domain/social/like-design'
import { removeComment } from '@truss/domain/social/remove-comment'
import type { Api } from '@truss/http/api'
import type { RegistryActor } from './registry-actor.ts'
import { thePerson } from './the-actor.ts'

export interface SocialDeps {
  readonly designs: DesignStore
  readonly social: SocialStore
  readonly sequencer: Sequencer
  readonly feed: FeedHead
  readonly clock: Clock
  readonly ids: Ids
}

export function mountSocial(api: Api<RegistryActor>, deps: SocialDeps): void {
  api.mount(putLike, async ({ params, body }, actor) => ({
    index: await likeDesign(deps, thePerson(actor), { ...params, ...body }),
  }))
  api.mount(addComment, ({ params, body }, actor) =>
    commentOnDesign(deps, thePerson(actor), { ...params, ...body }),
  )
  api.mount(deleteComment, async ({ params }, actor) => ({
    index: await removeComment(deps, thePerson(actor), params),
  }))
}
