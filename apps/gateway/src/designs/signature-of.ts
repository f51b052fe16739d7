import type { Account } from '@truss/contracts/accounts'

/** Author of a commit that is made on the web. Addresses are not public, so the account stands in for one. */
export function signatureOf(account: Account): { name: string; email: string } {
  return { name: account.displayName || account.handle, email: `${account.handle}@users.truss.invalid` }
}
