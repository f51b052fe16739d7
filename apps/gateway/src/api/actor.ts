import type { AccountId } from '@truss/contracts/ids'

/** Who calls the instance API; `null` is a visitor who has not signed in. */
export type ApiActor = { readonly account: AccountId } | null
