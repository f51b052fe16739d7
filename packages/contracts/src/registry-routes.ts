import { z } from 'zod'
import { AccessToken, Account } from './accounts.ts'
import { CatalogDesign, DesignDetails, Parent } from './designs.ts'
import { FeedEventBody, FeedPage } from './feed.ts'
import { AccountId, DesignId, FeedIndex, InstanceId, InstanceName, Sha256 } from './ids.ts'
import { BaseUrl, Instance, InstanceHealth, InstanceKey, PublicJwk } from './instances.ts'
import { Slug } from './names.ts'
import { CompactJws } from './records.ts'
import { route } from './route.ts'
import { CommentId, CommentText } from './social.ts'

/** Where the API of the registry lies below its base URL. */
export const REGISTRY_API = '/v1'

const indexed = z.object({ index: FeedIndex })

export const getRegistry = route({
  method: 'GET',
  path: '/registry',
  caller: 'public',
  response: z.object({
    name: z.string(),
    url: BaseUrl,
    issuer: z.url(),
    /** Signs feed events. Pinned by an instance when it joins. */
    feedKey: PublicJwk,
    head: FeedIndex,
    /** Level that a newcomer gets at once. */
    joinLevel: z.enum(['applied', 'mirror']),
  }),
})

export const joinRegistry = route({
  method: 'POST',
  path: '/instances',
  /** Signed with a key that the body's root key certifies; nothing else vouches for a newcomer. */
  caller: 'public',
  body: z.object({
    name: InstanceName,
    baseUrl: BaseUrl,
    sshUrl: z.string().max(300).nullable(),
    rootKey: PublicJwk,
    keys: z.array(InstanceKey).min(1).max(10),
  }),
  response: z.object({ instance: Instance, index: FeedIndex }),
  status: 201,
  errors: ['bad-signature', 'bad-record', 'name-taken', 'already-joined', 'unsafe-url', 'unreachable'],
})

export const listInstanceHealth = route({
  method: 'GET',
  path: '/instances/health',
  caller: 'public',
  response: z.object({
    head: FeedIndex,
    instances: z.array(z.object({ id: InstanceId, health: InstanceHealth })),
  }),
})

/** Says that this instance is alive and how far it has applied the feed. */
export const sendHeartbeat = route({
  method: 'POST',
  path: '/instances/heartbeats',
  caller: 'instance',
  body: z.object({ appliedIndex: FeedIndex }),
  response: z.object({ head: FeedIndex }),
})

/** Hashes of the access tokens that are bound to the asking instance, whole: the answer replaces what it had. */
export const listTokens = route({
  method: 'GET',
  path: '/tokens',
  caller: 'instance',
  response: z.object({ tokens: z.array(AccessToken) }),
})

export const createDesignRecord = route({
  method: 'POST',
  path: '/designs',
  caller: 'instance-for-person',
  scope: 'designs',
  body: z.object({
    genesis: CompactJws,
    slug: Slug,
    details: DesignDetails,
    parents: z.array(Parent).max(64),
  }),
  response: z.object({ design: CatalogDesign, index: FeedIndex }),
  status: 201,
  errors: ['name-taken', 'bad-record', 'not-trusted', 'not-the-host', 'design-not-found'],
})

/** The name is free for this person now; nothing is kept by asking. */
export const checkName = route({
  method: 'GET',
  path: '/names/:account/:slug',
  caller: 'instance',
  params: z.object({ account: AccountId, slug: Slug }),
  response: z.object({ free: z.boolean() }),
})

export const editDesignRecord = route({
  method: 'PATCH',
  path: '/designs/:design',
  caller: 'person',
  scope: 'designs',
  params: z.object({ design: DesignId }),
  body: DesignDetails,
  response: indexed,
  errors: ['design-not-found', 'forbidden'],
})

/** Compare-and-swap on (epoch, seq): the same record again is fine, another one for the same place is not. */
export const putRefState = route({
  method: 'PUT',
  path: '/designs/:design/ref-state',
  caller: 'instance',
  params: z.object({ design: DesignId }),
  body: z.object({ record: CompactJws }),
  response: indexed,
  errors: [
    'design-not-found',
    'not-the-host',
    'not-trusted',
    'stale-state',
    'conflicting-state',
    'bad-record',
  ],
})

/** A mirror says which state it has verified. */
export const putMirror = route({
  method: 'PUT',
  path: '/designs/:design/mirror',
  caller: 'instance',
  params: z.object({ design: DesignId }),
  body: z.object({ epoch: z.int().positive(), seq: z.int().positive(), digest: Sha256 }),
  response: indexed,
  errors: ['design-not-found', 'conflicting-state'],
})

export const putLike = route({
  method: 'PUT',
  path: '/designs/:design/like',
  caller: 'person',
  scope: 'social',
  params: z.object({ design: DesignId }),
  body: z.object({ liked: z.boolean() }),
  response: indexed,
  errors: ['design-not-found'],
})

export const addComment = route({
  method: 'POST',
  path: '/designs/:design/comments',
  caller: 'person',
  scope: 'social',
  params: z.object({ design: DesignId }),
  body: z.object({ text: CommentText }),
  response: indexed.extend({ comment: CommentId }),
  status: 201,
  errors: ['design-not-found', 'too-many-requests'],
})

export const deleteComment = route({
  method: 'DELETE',
  path: '/designs/:design/comments/:comment',
  caller: 'person',
  scope: 'social',
  params: z.object({ design: DesignId, comment: CommentId }),
  response: indexed,
  errors: ['comment-not-found', 'forbidden'],
})

export const readFeed = route({
  method: 'GET',
  path: '/feed',
  caller: 'public',
  query: z.object({
    after: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  }),
  response: FeedPage,
})

/** The catalog at an index, as the events that would lead to it: a newcomer applies them and follows the feed from there. */
export const readSnapshot = route({
  method: 'GET',
  path: '/snapshot',
  caller: 'public',
  response: z.object({ index: FeedIndex, bodies: z.array(FeedEventBody) }),
})

/** The person behind an OpenID access token. */
export const getMe = route({
  method: 'GET',
  path: '/me',
  caller: 'person',
  response: z.object({ account: Account }),
})
