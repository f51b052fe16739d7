import type { DesignId, InstanceId } from '@truss/contracts/ids'
import type { InstanceLookup } from './key-lookup.ts'
import { RecordError } from './record-error.ts'
import { readRefState } from './ref-state.ts'
import { checkSignature, stateKeys } from './state-signature.ts'
import { comparePlaces, type FraudProof, Refusal } from './verdict.ts'

/**
 * Checks that one host has signed two different states for one place of a design's chain, whoever shows them.
 *
 * @returns who did it, and where
 * @throws {RecordError} `bad-record` when the records do not contradict each other, `bad-signature`
 */
export async function verifyFraudProof(
  { records }: FraudProof,
  instances: InstanceLookup,
): Promise<{ host: InstanceId; design: DesignId; epoch: number; seq: number }> {
  const [a, b] = [readRefState(records[0]), readRefState(records[1])]
  const { host, design, epoch, seq } = a.payload
  const sameSpot = host === b.payload.host && design === b.payload.design
  if (!sameSpot || comparePlaces(a.payload, b.payload) !== 0 || a.record === b.record) {
    throw new RecordError('bad-record', 'these are not two records for one place')
  }
  const keys = stateKeys(instances)
  try {
    await checkSignature(a, keys)
    await checkSignature(b, keys)
  } catch (error) {
    if (error instanceof Refusal) throw new RecordError('bad-signature', error.message, { cause: error })
    throw error
  }
  return { host, design, epoch, seq }
}
