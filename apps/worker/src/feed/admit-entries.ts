import type { FeedEntry, FeedEvent } from '@truss/contracts/feed'
import { FeedIndex } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { verifyFeedEvent } from '@truss/federation/feed-event'
import { RecordError } from '@truss/federation/record-error'
import { FeedFault } from './feed-fault.ts'

/**
 * The events that follow what is applied, each verified for its place. Entries that were applied before are passed
 * over. What stands before a fault is good and is returned with it.
 */
export async function admitEntries(
  entries: readonly FeedEntry[],
  { applied, feedKey }: { applied: FeedIndex; feedKey: PublicJwk },
): Promise<{ events: FeedEvent[]; fault: FeedFault | undefined }> {
  const events: FeedEvent[] = []
  for (const entry of entries) {
    const expected = FeedIndex.parse(applied + events.length + 1)
    if (entry.index < expected) continue
    if (entry.index > expected) return { events, fault: new FeedFault('gap', expected) }
    try {
      events.push(await verifyFeedEvent(entry.record, feedKey, expected))
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      return { events, fault: new FeedFault('altered', expected, { cause: error }) }
    }
  }
  return { events, fault: undefined }
}
