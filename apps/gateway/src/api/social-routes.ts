import type { Client } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { CatalogDesign } from '@truss/contracts/designs'
import type { FeedIndex } from '@truss/contracts/ids'
import {
  commentOnDesign,
  editDesign,
  likeDesign,
  removeComment,
  unlikeDesign,
} from '@truss/contracts/instance-routes'
import { addComment, deleteComment, editDesignRecord, putLike } from '@truss/contracts/registry-routes'
import type { Written } from '@truss/contracts/views'
import { DomainError } from '@truss/domain/errors'
import type { Api } from '@truss/http/api'
import type { Stores } from '../deps.ts'
import type { ApiActor } from './actor.ts'
import { findDesign } from './find-design.ts'
import type { PersonClients } from './person-client.ts'
import { fromRegistry } from './registry-problem.ts'

const APPLIED_TIMEOUT_MS = 2_000

export interface SocialRoutesDeps {
  readonly stores: Pick<Stores, 'catalog'>
  readonly personClients: PersonClients
  /** Resolves to true once the replica has applied the index; false, or never, when it has not. */
  readonly waitForApplied: (index: FeedIndex) => Promise<boolean>
}

/** Writes of a person that belong to the registry: it decides, this instance passes on and waits for the feed. */
export function mountSocialRoutes(api: Api<ApiActor>, deps: SocialRoutesDeps): void {
  async function write(
    address: { owner: string; slug: string },
    actor: ApiActor,
    call: (registry: Client, design: CatalogDesign) => Promise<{ index: FeedIndex }>,
  ): Promise<Written> {
    const { design } = await findDesign(deps.stores, address)
    if (!actor) throw new DomainError('unauthenticated', 'sign in first')
    const registry = await deps.personClients.of(actor.account)
    try {
      const { index } = await call(registry, design)
      // What is written is written: not seeing it come back is no failure of the write.
      return { index, applied: await withinTime(deps.waitForApplied(index).catch(() => false)) }
    } catch (error) {
      throw isProblem(error, 'unauthenticated')
        ? new DomainError('unauthenticated', 'your sign-in has expired, sign in again', {}, { cause: error })
        : fromRegistry(error)
    }
  }

  api.mount(likeDesign, ({ params }, actor) =>
    write(params, actor, (registry, { id: design }) =>
      registry.call(putLike, { params: { design }, body: { liked: true } }),
    ),
  )

  api.mount(unlikeDesign, ({ params }, actor) =>
    write(params, actor, (registry, { id: design }) =>
      registry.call(putLike, { params: { design }, body: { liked: false } }),
    ),
  )

  api.mount(commentOnDesign, ({ params, body }, actor) =>
    write(params, actor, (registry, { id: design }) =>
      registry.call(addComment, { params: { design }, body }),
    ),
  )

  api.mount(removeComment, ({ params: { comment, ...address } }, actor) =>
    write(address, actor, (registry, { id: design }) =>
      registry.call(deleteComment, { params: { design, comment } }),
    ),
  )

  api.mount(editDesign, ({ params, body }, actor) =>
    write(params, actor, (registry, { id: design }) =>
      registry.call(editDesignRecord, { params: { design }, body }),
    ),
  )
}

async function withinTime(applied: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, APPLIED_TIMEOUT_MS, false)
  })
  try {
    return await Promise.race([applied, late])
  } finally {
    clearTimeout(timer)
  }
}
