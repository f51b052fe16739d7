import type { FeedIndex, InstanceId } from '@truss/contracts/ids'
import type { Instance, InstanceKey, KeyPurpose, PublicJwk } from '@truss/contracts/instances'
import { verifyInstanceKey } from './instance-keys.ts'

/** The part of an instance that signatures are checked against. */
export type KeyHolder = Pick<Instance, 'id' | 'rootKey' | 'keys'>

/** Reads the local instance table; `undefined`: no such member. Never asks the network. */
export type InstanceLookup = (id: InstanceId) => KeyHolder | undefined | Promise<KeyHolder | undefined>

/** Clocks of honest instances may differ by so much. */
export const CLOCK_SKEW_SECONDS = 60

/**
 * The listed key of an instance for a purpose, whatever its time; `undefined` when there is none.
 * The certificate is checked each time: the table alone does not make a key.
 *
 * @throws {RecordError} when the key is listed with a certificate that does not hold
 */
export async function findKey(
  holder: KeyHolder,
  kid: string,
  purpose: KeyPurpose,
): Promise<InstanceKey | undefined> {
  const key = holder.keys.find((key) => key.kid === kid && key.purposes.includes(purpose))
  if (key) await verifyInstanceKey(holder.rootKey, holder.id, key)
  return key
}

/** The moment lies in the time for which the root key certified this key, give or take the skew. */
export function isWithin(key: InstanceKey, at: Date): boolean {
  const skew = CLOCK_SKEW_SECONDS * 1000
  return at.getTime() >= Date.parse(key.notBefore) - skew && at.getTime() <= Date.parse(key.notAfter) + skew
}

/**
 * What a key signed counts at this feed index. A key in force has no cut-off; of a retired key only what the
 * feed holds at or below the cut-off counts, so without an index nothing does.
 */
export function isBeforeCutOff(key: InstanceKey, index: FeedIndex | undefined): boolean {
  if (key.validUntilIndex === null) return true
  return index !== undefined && index <= key.validUntilIndex
}

/**
 * The `resolveKey` of `verifyRequest`: keys of the purpose `request` that are in force now, from the table.
 * A join request is checked against a table of one: the keys in its own body.
 */
export function requestKeys(
  instances: InstanceLookup,
  clock: { now(): Date },
): (instance: InstanceId, kid: string) => Promise<PublicJwk | undefined> {
  return async (instance, kid) => {
    const holder = await instances(instance)
    if (holder?.id !== instance) return undefined
    const key = await findKey(holder, kid, 'request')
    return key && key.validUntilIndex === null && isWithin(key, clock.now()) ? key.jwk : undefined
  }
}
