import { z } from 'zod'
import { Account } from './accounts.ts'
import { CatalogDesign, Parent } from './designs.ts'
import { AccountId, DesignId, FeedIndex, InstanceId, Sha256, Timestamp } from './ids.ts'
import { Instance, TrustDecision } from './instances.ts'
import { CompactJws } from './records.ts'
import { Comment, CommentId } from './social.ts'

/**
 * What happened, with the state it led to: applying an event twice, or a later one without the
 * earlier, ends in the same catalog.
 */
export const FeedEventBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), account: Account }),
  z.object({ kind: z.literal('instance'), instance: Instance }),
  z.object({ kind: z.literal('trust'), decision: TrustDecision }),
  z.object({ kind: z.literal('genesis'), design: CatalogDesign, record: CompactJws }),
  z.object({ kind: z.literal('profile'), design: CatalogDesign }),
  z.object({ kind: z.literal('assignment'), design: DesignId, epoch: z.int().positive(), host: InstanceId }),
  z.object({ kind: z.literal('ref-state'), design: DesignId, record: CompactJws }),
  z.object({
    kind: z.literal('mirror'),
    design: DesignId,
    instance: InstanceId,
    epoch: z.int().positive(),
    seq: z.int().nonnegative(),
    digest: Sha256,
    at: Timestamp,
  }),
  z.object({ kind: z.literal('lineage'), child: DesignId, parents: z.array(Parent).max(64) }),
  z.object({ kind: z.literal('like'), design: DesignId, account: AccountId, liked: z.boolean() }),
  z.object({ kind: z.literal('comment'), comment: Comment }),
  z.object({ kind: z.literal('comment-removed'), design: DesignId, comment: CommentId }),
])
export type FeedEventBody = z.infer<typeof FeedEventBody>

/** The payload that the registry signs for each index. */
export const FeedEvent = z.object({ index: FeedIndex, at: Timestamp, body: FeedEventBody })
export type FeedEvent = z.infer<typeof FeedEvent>

export const FeedEntry = z.object({ index: FeedIndex, record: CompactJws })
export type FeedEntry = z.infer<typeof FeedEntry>

export const FeedPage = z.object({ head: FeedIndex, entries: z.array(FeedEntry) })
export type FeedPage = z.infer<typeof FeedPage>

/** Server-sent events of `/v1/feed/stream`, by their `event:` name. */
export const STREAM_EVENTS = { entry: 'entry', heartbeat: 'heartbeat', tokens: 'tokens' } as const
export const Heartbeat = z.object({ head: FeedIndex })
