import { sql } from 'drizzle-orm'
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

/** People. */
export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  handle: text().notNull().unique('accounts_handle_key'),
  displayName: text('display_name').notNull(),
  /** Stays here: no event carries it. */
  email: text(),
  /** argon2id, PHC string format. */
  passwordHash: text('password_hash').notNull(),
  /** Instance id; null until a trusted one is chosen. */
  home: text(),
  operator: boolean().notNull().default(false),
  createdAt: at('created_at').notNull(),
})

/** Member instances, as told in the feed. */
export const instances = pgTable('instances', {
  id: text().primaryKey(),
  name: text().notNull().unique('instances_name_key'),
  baseUrl: text('base_url').notNull().unique('instances_base_url_key'),
  sshUrl: text('ssh_url'),
  rootKey: jsonb('root_key').notNull(),
  /** Certified signing keys, old ones too. */
  keys: jsonb().notNull(),
  level: text().notNull(),
  suspended: boolean().notNull().default(false),
  joinedAt: at('joined_at').notNull(),
  lastContactAt: at('last_contact_at'),
  appliedIndex: bigint('applied_index', { mode: 'number' }),
})

/** Designs: name, assignment and head. */
export const designs = pgTable(
  'designs',
  {
    id: text().primaryKey(),
    owner: text()
      .notNull()
      .references(() => accounts.id),
    slug: text().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    kind: text().notNull(),
    /** SPDX expression. */
    licence: text(),
    tags: text().array().notNull(),
    createdAt: at('created_at').notNull(),
    host: text()
      .notNull()
      .references(() => instances.id),
    epoch: integer().notNull(),
    /** Null until the first push. */
    seq: integer(),
    digest: text(),
    /** sha256 of the last accepted record; of the genesis record before the first. */
    lastRecord: text('last_record').notNull(),
    headAt: at('head_at'),
    genesis: text().notNull(),
  },
  (t) => [uniqueIndex('designs_owner_slug_key').on(t.owner, t.slug), index('designs_host_idx').on(t.host)],
)

/** Names that were given up: not handed out again for a year. */
export const tombstones = pgTable(
  'tombstones',
  {
    owner: text().notNull(),
    slug: text().notNull(),
    design: text().notNull(),
    releasedAt: at('released_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.slug, t.design] })],
)

/** Every accepted ref state, as the bytes that were signed. */
export const refStates = pgTable(
  'ref_states',
  {
    design: text()
      .notNull()
      .references(() => designs.id),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    record: text().notNull(),
    ticket: bigint({ mode: 'bigint' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.design, t.epoch, t.seq] })],
)

/** Parents of designs. */
export const parents = pgTable(
  'parents',
  {
    child: text()
      .notNull()
      .references(() => designs.id),
    position: integer().notNull(),
    parent: text()
      .notNull()
      .references(() => designs.id),
    commit: text().notNull(),
    relation: text().notNull(),
    licence: text(),
    folder: text(),
  },
  (t) => [primaryKey({ columns: [t.child, t.position] }), index('parents_parent_idx').on(t.parent)],
)

export const likes = pgTable(
  'likes',
  {
    design: text()
      .notNull()
      .references(() => designs.id),
    account: text()
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.design, t.account] })],
)

export const comments = pgTable(
  'comments',
  {
    id: text().primaryKey(),
    design: text()
      .notNull()
      .references(() => designs.id),
    author: text()
      .notNull()
      .references(() => accounts.id),
    text: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    index('comments_author_at_idx').on(t.author, t.at),
    index('comments_design_at_idx').on(t.design, t.at),
  ],
)

/** Verified copies, as their holders announced them. */
export const mirrors = pgTable(
  'mirrors',
  {
    design: text()
      .notNull()
      .references(() => designs.id),
    instance: text()
      .notNull()
      .references(() => instances.id),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    digest: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.design, t.instance] })],
)

/** Access tokens for git; only their digests, and only for the instance they are bound to. */
export const accessTokens = pgTable(
  'access_tokens',
  {
    id: text().primaryKey(),
    sha256: text().notNull().unique('access_tokens_sha256_key'),
    account: text()
      .notNull()
      .references(() => accounts.id),
    instance: text()
      .notNull()
      .references(() => instances.id),
    label: text().notNull(),
    scopes: text().array().notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at'),
  },
  (t) => [
    index('access_tokens_instance_idx').on(t.instance),
    index('access_tokens_account_idx').on(t.account),
  ],
)

/**
 * Events that are written and wait for their index. The identity column may be committed out of order;
 * that is why it is not the index.
 */
export const feedPending = pgTable('feed_pending', {
  ticket: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  body: jsonb().notNull(),
})

/** The feed: dense indices from 1, signed. */
export const feed = pgTable(
  'feed',
  {
    index: bigint({ mode: 'number' }).primaryKey(),
    ticket: bigint({ mode: 'bigint' }).notNull().unique('feed_ticket_key'),
    kind: text().notNull(),
    record: text().notNull(),
  },
  (t) => [index('feed_trust_idx').on(t.index).where(sql`${t.kind} = 'trust'`)],
)

/** Nonces of signed requests that were accepted, kept for the window in which they could be sent again. */
export const nonces = pgTable(
  'nonces',
  {
    keyid: text().notNull(),
    nonce: text().notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.keyid, t.nonce] }), index('nonces_expires_at_idx').on(t.expiresAt)],
)

/** State of the OpenID provider: sessions, grants, codes, tokens, as its library hands it over. */
export const openIdModels = pgTable(
  'openid_models',
  {
    model: text().notNull(),
    id: text().notNull(),
    payload: jsonb().notNull(),
    grantId: text('grant_id'),
    userCode: text('user_code'),
    uid: text(),
    expiresAt: at('expires_at'),
  },
  (t) => [
    primaryKey({ columns: [t.model, t.id] }),
    index('openid_models_grant_id_idx').on(t.grantId),
    index('openid_models_uid_idx').on(t.uid),
    index('openid_models_expires_at_idx').on(t.expiresAt),
  ],
)

/** Sessions of the registry's own pages. */
export const pageSessions = pgTable('page_sessions', {
  /** sha256 of the cookie's value: the table alone opens nothing. */
  sha256: text().primaryKey(),
  account: text()
    .notNull()
    .references(() => accounts.id),
  expiresAt: at('expires_at').notNull(),
})

/** The registry's own secrets and settings that are made once: signing keys, cookie keys. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() })
