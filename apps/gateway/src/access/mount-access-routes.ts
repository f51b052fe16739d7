import type { AccountId } from '@truss/contracts/ids'
import {
  allowReceivePack,
  allowUploadPack,
  type RepositoryAnswer,
} from '@truss/contracts/instance-internal-routes'
import { type Actor, decide, type RepositoryAction } from '@truss/domain/access/decide'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import type { Api } from '@truss/http/api'
import type { Repositories, Self, Stores } from '../deps.ts'
import { findRepository, freshness } from '../git/find-repository.ts'

export interface AccessDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly repositories: Repositories
  readonly hooksPath: string
}

/** For transports outside the gateway, as sshd: path, rights and hooks of a repository. */
export function mountAccessRoutes(api: Api<{ account: AccountId } | null>, deps: AccessDeps): void {
  api.mount(allowUploadPack, ({ params, body }) => answer(deps, 'read', params, body.account))
  api.mount(allowReceivePack, ({ params, body }) => answer(deps, 'push', params, body.account))
}

async function answer(
  deps: AccessDeps,
  action: RepositoryAction,
  name: { owner: string; slug: string },
  account: AccountId | null,
): Promise<RepositoryAnswer> {
  const found = await findRepository(deps, { kind: 'name', ...name })
  if (found.kind !== 'design' || freshness(found) === 'none') {
    throw new DomainError('design-not-found', 'no such design here')
  }
  const self = await deps.stores.catalog.instance(deps.self.id)
  const { design } = found.entry
  const facts = {
    owner: design.owner,
    hostedHere: found.hostedHere,
    instanceMayWrite: self !== undefined && mayWrite(self),
  }
  const actor: Actor =
    account === null ? { kind: 'nobody' } : { kind: 'person', account, scopes: ['read', 'push'] }
  const decision = decide(actor, action, facts)
  if (!decision.allow) throw new DomainError('forbidden', `not allowed: ${decision.reason}`)
  const rights = (['read', 'push'] as const).filter((right) => decide(actor, right, facts).allow)
  return { design: design.id, path: deps.repositories.path(design.id), hooksPath: deps.hooksPath, rights }
}
