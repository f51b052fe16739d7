import type { AccountId, InstanceId } from '@truss/contracts/ids'
import type { RegistryActor } from './registry-actor.ts'

/** The person that the route's authenticator has found. Its absence is a fault of ours. */
export function thePerson({ account }: RegistryActor): AccountId {
  if (!account) throw new Error('a route of persons was reached without one')
  return account
}

/** The instance that the route's authenticator has found. Its absence is a fault of ours. */
export function theInstance({ instance }: RegistryActor): InstanceId {
  if (!instance) throw new Error('a route of instances was reached without one')
  return instance
}
