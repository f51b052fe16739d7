import type { AccessToken, Account } from '@truss/contracts/accounts'
import type { CatalogDesign, Parent } from '@truss/contracts/designs'
import type { FeedEventBody } from '@truss/contracts/feed'
import type { AccountId, DesignId, FeedIndex, InstanceId } from '@truss/contracts/ids'
import type { Instance, InstanceHealth } from '@truss/contracts/instances'
import type { Handle, Slug } from '@truss/contracts/names'
import type { CompactJws } from '@truss/contracts/records'
import type { Comment, CommentId } from '@truss/contracts/social'

export interface Clock {
  now(): Date
}

/** Random, never repeated. */
export interface Ids {
  account(): AccountId
  comment(): CommentId
}

/** Stands for an event that is written and waits for its index. */
export type Ticket = bigint & { readonly __ticket: true }

/**
 * Hands out the dense feed indices. One process does it, over committed rows only: a plain sequence
 * would show a later number before an earlier one and readers would skip events.
 */
export interface Sequencer {
  /** Resolves when the event of the ticket is in the feed. */
  indexOf(ticket: Ticket): Promise<FeedIndex>
}

/** A design's assignment and head, as the registry decides by them. */
export interface DesignRow {
  readonly design: CatalogDesign
  /** sha256 of the last accepted record; of the genesis record before the first. */
  readonly lastRecord: string
}

/**
 * In every store, a change and the event that tells of it are written in one transaction: a feed that
 * misses a change can never be repaired by its readers.
 */
export interface AccountStore {
  byId(id: AccountId): Promise<Account | undefined>
  byHandle(handle: string): Promise<Account | undefined>
  /** @returns undefined when the handle is taken, or was within the last year. */
  add(account: Account, secret: { passwordHash: string; email: string | null }): Promise<Ticket | undefined>
  update(account: Account): Promise<Ticket>
  passwordHash(id: AccountId): Promise<string | undefined>
  setPasswordHash(id: AccountId, passwordHash: string): Promise<void>
  /** Whether anybody decides about instances yet. */
  hasOperator(): Promise<boolean>
}

export interface NewAccessToken extends AccessToken {
  readonly id: string
  readonly instance: InstanceId
  readonly label: string
  readonly createdAt: string
}

export interface TokenStore {
  add(token: NewAccessToken): Promise<void>
  /** @returns false when there was none of this account's with that id. */
  remove(account: AccountId, id: string): Promise<boolean>
  ofAccount(account: AccountId): Promise<NewAccessToken[]>
  ofInstance(instance: InstanceId): Promise<AccessToken[]>
}

export interface InstanceStore {
  byId(id: InstanceId): Promise<Instance | undefined>
  byName(name: string): Promise<Instance | undefined>
  all(): Promise<Instance[]>
  /** Writes the instance as it is now, and the events. @returns undefined when name or address belong to another. */
  put(instance: Instance, events: FeedEventBody[]): Promise<Ticket | undefined>
  health(): Promise<Map<InstanceId, InstanceHealth>>
  noteContact(id: InstanceId, at: Date, appliedIndex: FeedIndex): Promise<void>
}

export interface DesignStore {
  byId(id: DesignId): Promise<DesignRow | undefined>
  /** @returns false when the name belongs to a design, or did within the last year. */
  nameIsFree(owner: AccountId, slug: Slug): Promise<boolean>
  /** @returns undefined when the name is taken; then nothing is stored. */
  add(
    design: CatalogDesign,
    genesis: { record: CompactJws; sha256: string },
    parents: Parent[],
    events: FeedEventBody[],
  ): Promise<Ticket | undefined>
  update(design: CatalogDesign, events: FeedEventBody[]): Promise<Ticket>
  /**
   * Compare-and-swap of the head.
   * @returns undefined when the head has moved on since `expected` was read; then nothing is stored.
   */
  moveHead(
    design: CatalogDesign,
    expected: { epoch: number; seq: number },
    record: CompactJws,
    events: FeedEventBody[],
  ): Promise<Ticket | undefined>
  /** The accepted record at a place of the chain. */
  recordAt(
    id: DesignId,
    epoch: number,
    seq: number,
  ): Promise<{ record: CompactJws; index: FeedIndex | null } | undefined>
  putMirror(event: Extract<FeedEventBody, { kind: 'mirror' }>): Promise<Ticket>
}

export interface SocialStore {
  /** @returns undefined when it was so already. */
  setLike(design: DesignId, account: AccountId, liked: boolean): Promise<Ticket | undefined>
  addComment(comment: Comment): Promise<Ticket>
  comment(id: CommentId): Promise<Comment | undefined>
  removeComment(comment: Comment): Promise<Ticket>
  commentsSince(author: AccountId, since: Date): Promise<number>
}

export interface FeedHead {
  head(): Promise<FeedIndex>
}

/** Hashing that is slow on purpose. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

export type { Handle }
