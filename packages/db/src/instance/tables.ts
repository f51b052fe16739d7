import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/*
 * Replica: filled from the feed only. No foreign keys: the feed decides the order, and a row may come
 * before what it names.
 */

export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  handle: text().notNull().unique('accounts_handle_key'),
  account: jsonb().notNull(),
})

export const instances = pgTable('instances', {
  id: text().primaryKey(),
  name: text().notNull(),
  instance: jsonb().notNull(),
})

export const designs = pgTable(
  'designs',
  {
    id: text().primaryKey(),
    owner: text().notNull(),
    ownerHandle: text('owner_handle').notNull(),
    slug: text().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    kind: text().notNull(),
    licence: text(),
    tags: text().array().notNull(),
    createdAt: at('created_at').notNull(),
    host: text().notNull(),
    epoch: integer().notNull(),
    genesis: text().notNull(),
    /** The newest state that the feed told of. */
    seq: integer(),
    digest: text(),
    record: text(),
    headAt: at('head_at'),
    /** Feed index of that state: which keys counted then. */
    headIndex: bigint('head_index', { mode: 'number' }),
  },
  (t) => [
    uniqueIndex('designs_owner_slug_key').on(t.ownerHandle, t.slug),
    index('designs_host_idx').on(t.host),
    index('designs_created_at_idx').on(t.createdAt),
  ],
)

export const parents = pgTable(
  'parents',
  {
    child: text().notNull(),
    position: integer().notNull(),
    parent: text().notNull(),
    commit: text().notNull(),
    relation: text().notNull(),
    licence: text(),
    folder: text(),
  },
  (t) => [primaryKey({ columns: [t.child, t.position] }), index('parents_parent_idx').on(t.parent)],
)

export const likes = pgTable(
  'likes',
  { design: text().notNull(), account: text().notNull(), at: at('at').notNull() },
  (t) => [primaryKey({ columns: [t.design, t.account] }), index('likes_account_idx').on(t.account)],
)

export const comments = pgTable(
  'comments',
  {
    id: text().primaryKey(),
    design: text().notNull(),
    author: text().notNull(),
    text: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('comments_design_at_idx').on(t.design, t.at)],
)

/** Verified copies that other instances announced. */
export const holders = pgTable(
  'holders',
  {
    design: text().notNull(),
    instance: text().notNull(),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    digest: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.design, t.instance] })],
)

export const trustDecisions = pgTable('trust_decisions', {
  /** Feed index. */
  index: bigint({ mode: 'number' }).primaryKey(),
  instance: text().notNull(),
  decision: jsonb().notNull(),
})

/** One row: how far the feed is applied. Written in the transaction that applies. */
export const replica = pgTable('replica', {
  id: integer().primaryKey(),
  appliedIndex: bigint('applied_index', { mode: 'number' }).notNull(),
  headIndex: bigint('head_index', { mode: 'number' }).notNull(),
  registryHeardAt: at('registry_heard_at'),
})

/*
 * This instance's own state.
 */

/** The repositories here: of designs hosted here, and verified copies of others. */
export const copies = pgTable('copies', {
  design: text().primaryKey(),
  host: boolean().notNull(),
  epoch: integer().notNull(),
  /** 0 before the first state. */
  seq: integer().notNull(),
  digest: text(),
  /** The signed record of what lies here. */
  record: text(),
  /** sha256 of that record; of the genesis record before the first. */
  lastRecord: text('last_record').notNull(),
  signedAt: at('signed_at'),
  checkedAt: at('checked_at').notNull(),
  /** Why the newest state was refused; the copy stays at the last good one. */
  refusedReason: text('refused_reason'),
  usedAt: at('used_at').notNull(),
})

/** States that the registry has not confirmed yet; sent in order for each design. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    design: text().notNull(),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    record: text().notNull(),
    createdAt: at('created_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Set when the registry refused it for good; kept for the operator. */
    refused: text(),
  },
  (t) => [uniqueIndex('outbox_state_key').on(t.design, t.epoch, t.seq)],
)

/** Anonymous requests for designs without a copy here: what the mirroring policy decides by. */
export const misses = pgTable('misses', { design: text().notNull(), at: at('at').notNull() }, (t) => [
  index('misses_design_at_idx').on(t.design, t.at),
])

/** Digests of the access tokens that are bound to this instance. */
export const accessTokens = pgTable('access_tokens', {
  sha256: text().primaryKey(),
  account: text().notNull(),
  scopes: text().array().notNull(),
  expiresAt: at('expires_at'),
})

/** Who signed in here, and their OpenID tokens. */
export const signIns = pgTable('sign_ins', {
  account: text().primaryKey(),
  handle: text().notNull(),
  displayName: text('display_name').notNull(),
  /** Secret. */
  accessToken: text('access_token'),
  /** Secret. */
  refreshToken: text('refresh_token'),
  expiresAt: at('expires_at'),
  scope: text().notNull().default(''),
})

/** Sessions of the pages. */
export const sessions = pgTable(
  'sessions',
  {
    /** sha256 of the cookie's value: the table alone opens nothing. */
    sha256: text().primaryKey(),
    account: text().notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index('sessions_account_idx').on(t.account)],
)
