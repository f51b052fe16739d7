import type { TokenScope } from '@truss/contracts/accounts'
import type { AccountId, InstanceId, Sha256 } from '@truss/contracts/ids'
import { DomainError } from '../errors.ts'
import type { AccountStore, Clock, InstanceStore, NewAccessToken, TokenStore } from '../ports.ts'

/** More than anybody needs; a bound so that an instance's whole list stays small. */
const MAX_TOKENS_PER_ACCOUNT = 50

export interface IssueTokenDeps {
  accounts: AccountStore
  instances: InstanceStore
  tokens: TokenStore
  clock: Clock
  /** A new token's text and the digest that is kept of it. */
  mint(): { id: string; text: string; sha256: Sha256 }
}

/**
 * Makes an access token that one instance accepts. The text is shown once and not kept.
 *
 * @throws {DomainError} `account-not-found`, `instance-not-found`, `invalid-request`
 */
export async function issueToken(
  { accounts, instances, tokens, clock, mint }: IssueTokenDeps,
  actor: AccountId,
  input: { instance: InstanceId; label: string; scopes: TokenScope[]; days: number | null },
): Promise<{ text: string; token: NewAccessToken }> {
  if (!(await accounts.byId(actor))) throw new DomainError('account-not-found', 'no such account')
  if (!(await instances.byId(input.instance))) throw new DomainError('instance-not-found', 'no such instance')
  if (input.scopes.length === 0) throw new DomainError('invalid-request', 'choose what the token may do')
  if ((await tokens.ofAccount(actor)).length >= MAX_TOKENS_PER_ACCOUNT) {
    throw new DomainError('invalid-request', `you have ${MAX_TOKENS_PER_ACCOUNT} tokens, remove one first`)
  }
  const now = clock.now()
  const minted = mint()
  const token: NewAccessToken = {
    id: minted.id,
    sha256: minted.sha256,
    account: actor,
    instance: input.instance,
    label: input.label.trim() || 'access token',
    scopes: input.scopes,
    createdAt: now.toISOString(),
    expiresAt: input.days === null ? null : new Date(now.getTime() + input.days * 86_400_000).toISOString(),
  }
  await tokens.add(token)
  return { text: minted.text, token }
}
