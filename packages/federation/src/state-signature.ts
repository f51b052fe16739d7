import type { FeedIndex, InstanceId } from '@truss/contracts/ids'
import type { InstanceKey } from '@truss/contracts/instances'
import { CLOCK_SKEW_SECONDS, findKey, type InstanceLookup, isBeforeCutOff, isWithin } from './key-lookup.ts'
import { verifyRecord } from './record.ts'
import { RecordError } from './record-error.ts'
import type { RefStateRecord } from './ref-state.ts'
import { Refusal } from './verdict.ts'

/** Finds the keys for ref states, each once: a chain of thousands is signed with few. */
export type StateKeys = (host: InstanceId, kid: string) => Promise<InstanceKey | undefined>

export function stateKeys(instances: InstanceLookup): StateKeys {
  const found = new Map<string, Promise<InstanceKey | undefined>>()
  const look = async (host: InstanceId, kid: string) => {
    const holder = await instances(host)
    return holder?.id === host ? findKey(holder, kid, 'ref-state') : undefined
  }
  return (host, kid) => {
    const name = `${host}#${kid}`
    const key = found.get(name) ?? look(host, kid)
    found.set(name, key)
    return key
  }
}

/**
 * Checks that the host that a state names has signed it, with any listed key whatever its time.
 *
 * @throws {Refusal} `unknown-key`, `bad-signature`
 */
export async function checkSignature(state: RefStateRecord, keys: StateKeys): Promise<InstanceKey> {
  const { host } = state.payload
  const { kid } = state.header
  let key: InstanceKey | undefined
  try {
    key = await keys(host, kid)
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    throw new Refusal('unknown-key', `key ${kid} of ${host} is not certified: ${error.message}`, { state })
  }
  if (!key) throw new Refusal('unknown-key', `no key ${kid} of ${host} for ref states is known`, { state })
  try {
    await verifyRecord(state, key.jwk)
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    throw new Refusal('bad-signature', error.message, { state })
  }
  return key
}

/**
 * Checks that the key counts for this state.
 *
 * @throws {Refusal} `key-expired`, `malformed` when the state is dated ahead of the clock
 */
export function checkTime(
  state: RefStateRecord,
  key: InstanceKey,
  { now, index }: { now: Date; index?: FeedIndex | undefined },
): void {
  const at = new Date(state.payload.at)
  if (at.getTime() > now.getTime() + CLOCK_SKEW_SECONDS * 1000) {
    throw new Refusal('malformed', `dated ${state.payload.at}, ahead of the clock`, { state })
  }
  if (!isWithin(key, at)) {
    throw new Refusal('key-expired', `dated ${state.payload.at}, key ${key.kid} ends ${key.notAfter}`, {
      state,
    })
  }
  if (!isBeforeCutOff(key, index)) {
    throw new Refusal('key-expired', `key ${key.kid} counts up to index ${key.validUntilIndex}`, { state })
  }
}
