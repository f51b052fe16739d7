import type { AccountId, InstanceId } from '@truss/contracts/ids'

/** Who calls the registry's API. Which of the two is there follows from the route's kind of caller. */
export interface RegistryActor {
  readonly account?: AccountId
  readonly instance?: InstanceId
}
