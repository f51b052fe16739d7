import type { AccountId } from '@truss/contracts/ids'
import {
  createDesign,
  forkDesign as forkRoute,
  remixDesigns as remixRoute,
} from '@truss/contracts/instance-routes'
import { DomainError } from '@truss/domain/errors'
import type { Api } from '@truss/http/api'
import type { CreatedHere, CreateHereDeps } from './create-here.ts'
import { forkDesign } from './fork-design.ts'
import { newDesign } from './new-design.ts'
import type { ParentDeps } from './parent-copy.ts'
import { remixDesigns } from './remix-designs.ts'

/** Routes that make designs here. */
export function mountDesignRoutes(
  api: Api<{ account: AccountId } | null>,
  deps: CreateHereDeps & ParentDeps,
): void {
  api.mount(createDesign, async ({ body }, actor) => answer(await newDesign(deps, personOf(actor), body)))
  api.mount(forkRoute, async ({ params, body }, actor) =>
    answer(await forkDesign(deps, personOf(actor), { parent: params, ...body })),
  )
  api.mount(remixRoute, async ({ body }, actor) => answer(await remixDesigns(deps, personOf(actor), body)))
}

function personOf(actor: { account: AccountId } | null): AccountId {
  if (!actor) throw new DomainError('unauthenticated', 'sign in first')
  return actor.account
}

function answer({ index, applied, owner, slug, commit }: CreatedHere) {
  return { index, applied, owner, slug, commit }
}
