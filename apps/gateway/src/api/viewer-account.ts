import { Account } from '@truss/contracts/accounts'
import type { AccountId } from '@truss/contracts/ids'
import type { HasClock, Stores } from '../deps.ts'

/**
 * The account of the person who asks. Somebody who signed up a moment ago may not have come through the feed:
 * then it is what they told when they signed in, without a home.
 *
 * @returns undefined for an account that nothing is known of
 */
export async function viewerAccount(
  { stores, clock }: HasClock & { stores: Pick<Stores, 'catalog' | 'sessions'> },
  id: AccountId,
): Promise<Account | undefined> {
  const known = await stores.catalog.account(id)
  if (known) return known
  const signIn = await stores.sessions.signIn(id)
  if (!signIn) return undefined
  const createdAt = clock.now().toISOString()
  return Account.safeParse({ id, ...signIn, home: null, operator: false, createdAt }).data
}
