import { FeedEvent } from '@truss/contracts/feed'
import type { FeedIndex } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { type CompactJws, RECORD_TYPES } from '@truss/contracts/records'
import { decodeRecord, type SigningKey, signRecord, verifyRecord } from './record.ts'
import { RecordError } from './record-error.ts'

/** Signs an entry of the feed with the registry's feed key. */
export async function signFeedEvent(event: FeedEvent, key: SigningKey): Promise<CompactJws> {
  return signRecord(RECORD_TYPES.event, FeedEvent.parse(event), key)
}

/**
 * Reads an entry of the feed. Records inside the event (genesis, ref states) are not checked here.
 *
 * @param feedKey the key that was pinned when the instance joined
 * @param expectedIndex the index that was asked for: the feed is dense, so a reader always knows it
 * @throws {RecordError} `bad-record` (also for another index), `bad-signature`
 */
export async function verifyFeedEvent(
  record: CompactJws,
  feedKey: PublicJwk,
  expectedIndex: FeedIndex,
): Promise<FeedEvent> {
  const decoded = decodeRecord(record, RECORD_TYPES.event)
  await verifyRecord(decoded, feedKey)
  const event = FeedEvent.safeParse(decoded.json)
  if (!event.success) throw new RecordError('bad-record', 'not an event of the feed', { cause: event.error })
  if (event.data.index !== expectedIndex) {
    throw new RecordError('bad-record', `event ${event.data.index} stands in the place of ${expectedIndex}`)
  }
  return event.data
}
