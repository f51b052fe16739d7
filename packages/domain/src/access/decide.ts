import type { AccountId } from '@truss/contracts/ids'

/** Who acts, as a transport has authenticated them. */
export type Actor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'person'; readonly account: AccountId; readonly scopes: readonly ('read' | 'push')[] }

export type RepositoryAction = 'read' | 'push'

export interface RepositoryFacts {
  readonly owner: AccountId
  /** This instance is the host in the current epoch. */
  readonly hostedHere: boolean
  /** This instance may write now: trusted and not suspended. */
  readonly instanceMayWrite: boolean
}

export type Decision =
  | { readonly allow: true }
  | {
      readonly allow: false
      readonly reason: 'sign-in' | 'not-owner' | 'token-scope' | 'read-only-instance' | 'not-host'
    }

const ALLOW: Decision = { allow: true }

/**
 * The one place that says who may do what with a repository, for every way in. All designs are public so
 * far, hence anybody reads; owners push, at the host, while that is trusted.
 */
export function decide(actor: Actor, action: RepositoryAction, facts: RepositoryFacts): Decision {
  if (action === 'read') return ALLOW
  if (actor.kind === 'nobody') return { allow: false, reason: 'sign-in' }
  if (actor.account !== facts.owner) return { allow: false, reason: 'not-owner' }
  if (!actor.scopes.includes('push')) return { allow: false, reason: 'token-scope' }
  if (!facts.hostedHere) return { allow: false, reason: 'not-host' }
  if (!facts.instanceMayWrite) return { allow: false, reason: 'read-only-instance' }
  return ALLOW
}
