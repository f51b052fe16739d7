import { Account } from '@truss/contracts/accounts'
import { CatalogDesign, Parent } from '@truss/contracts/designs'
import type { AccountId, DesignId, InstanceId } from '@truss/contracts/ids'
import { Instance, TrustDecision } from '@truss/contracts/instances'
import { CompactJws } from '@truss/contracts/records'
import { Comment } from '@truss/contracts/social'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { InstanceDb } from './instance-db.ts'
import { accounts, comments, designs, holders, instances, likes, parents, trustDecisions } from './tables.ts'

export interface HolderRow {
  readonly instance: InstanceId
  readonly epoch: number
  readonly seq: number
  readonly digest: string
  readonly at: Date
}

export interface CatalogEntry {
  readonly design: CatalogDesign
  readonly genesis: CompactJws
  /** Feed index of the head state; null before the first. */
  readonly headIndex: number | null
}

export interface CatalogStore {
  byName(owner: string, slug: string): Promise<CatalogEntry | undefined>
  byId(id: DesignId): Promise<CatalogEntry | undefined>
  byIds(ids: readonly DesignId[]): Promise<CatalogEntry[]>
  hostedBy(host: InstanceId): Promise<CatalogEntry[]>
  accountByHandle(handle: string): Promise<Account | undefined>
  account(id: AccountId): Promise<Account | undefined>
  accounts(ids: readonly AccountId[]): Promise<Map<AccountId, Account>>
  instance(id: InstanceId): Promise<Instance | undefined>
  instances(): Promise<Instance[]>
  parentsOf(child: DesignId): Promise<Parent[]>
  edgesDown(parents: readonly DesignId[]): Promise<{ child: DesignId; parent: Parent }[]>
  edgesUp(children: readonly DesignId[]): Promise<{ child: DesignId; parent: Parent }[]>
  holders(design: DesignId): Promise<HolderRow[]>
  comments(design: DesignId): Promise<Comment[]>
  liked(design: DesignId, account: AccountId): Promise<boolean>
  likedBy(account: AccountId): Promise<DesignId[]>
  decisions(): Promise<TrustDecision[]>
}

export function createCatalogStore(db: InstanceDb): CatalogStore {
  const edges = async (condition: ReturnType<typeof eq>) => {
    const rows = await db
      .select()
      .from(parents)
      .where(condition)
      .orderBy(asc(parents.child), asc(parents.position))
    return rows.map(({ child, parent, position: _, folder, ...rest }) => ({
      child: child as DesignId,
      parent: Parent.parse({ design: parent, ...rest, ...(folder === null ? {} : { folder }) }),
    }))
  }
  return {
    async byName(owner, slug) {
      const [row] = await db
        .select()
        .from(designs)
        .where(and(eq(designs.ownerHandle, owner), eq(designs.slug, slug)))
      return row && toEntry(row)
    },
    async byId(id) {
      const [row] = await db.select().from(designs).where(eq(designs.id, id))
      return row && toEntry(row)
    },
    async byIds(ids) {
      if (ids.length === 0) return []
      return (
        await db
          .select()
          .from(designs)
          .where(inArray(designs.id, [...ids]))
      ).map(toEntry)
    },
    async hostedBy(host) {
      return (await db.select().from(designs).where(eq(designs.host, host))).map(toEntry)
    },
    async accountByHandle(handle) {
      const [row] = await db.select().from(accounts).where(eq(accounts.handle, handle))
      return row && Account.parse(row.account)
    },
    async account(id) {
      const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
      return row && Account.parse(row.account)
    },
    async accounts(ids) {
      if (ids.length === 0) return new Map()
      const rows = await db
        .select()
        .from(accounts)
        .where(inArray(accounts.id, [...ids]))
      return new Map(rows.map((row) => [row.id as AccountId, Account.parse(row.account)]))
    },
    async instance(id) {
      const [row] = await db.select().from(instances).where(eq(instances.id, id))
      return row && Instance.parse(row.instance)
    },
    async instances() {
      return (await db.select().from(instances).orderBy(asc(instances.name))).map((row) =>
        Instance.parse(row.instance),
      )
    },
    async parentsOf(child) {
      return (await edges(eq(parents.child, child))).map((edge) => edge.parent)
    },
    edgesDown: (ids) => (ids.length === 0 ? Promise.resolve([]) : edges(inArray(parents.parent, [...ids]))),
    edgesUp: (ids) => (ids.length === 0 ? Promise.resolve([]) : edges(inArray(parents.child, [...ids]))),
    async holders(design) {
      const rows = await db.select().from(holders).where(eq(holders.design, design))
      return rows.map((row) => ({ ...row, instance: row.instance as InstanceId }))
    },
    async comments(design) {
      const rows = await db
        .select()
        .from(comments)
        .where(eq(comments.design, design))
        .orderBy(asc(comments.at), asc(comments.id))
        .limit(1000)
      return rows.map((row) => Comment.parse({ ...row, at: row.at.toISOString() }))
    },
    async liked(design, account) {
      const rows = await db
        .select({ design: likes.design })
        .from(likes)
        .where(and(eq(likes.design, design), eq(likes.account, account)))
      return rows.length > 0
    },
    async likedBy(account) {
      const rows = await db
        .select({ design: likes.design })
        .from(likes)
        .where(eq(likes.account, account))
        .orderBy(desc(likes.at))
        .limit(200)
      return rows.map((row) => row.design as DesignId)
    },
    async decisions() {
      const rows = await db.select().from(trustDecisions).orderBy(desc(trustDecisions.index)).limit(1000)
      return rows.map((row) => TrustDecision.parse(row.decision))
    },
  }
}

export function toEntry(row: typeof designs.$inferSelect): CatalogEntry {
  const { id, owner, ownerHandle, slug, host, epoch, title, summary, kind, licence, tags } = row
  const design = CatalogDesign.parse({
    ...{ id, owner, ownerHandle, slug, host, epoch },
    details: { title, summary, kind, licence, tags },
    createdAt: row.createdAt.toISOString(),
    head:
      row.seq === null
        ? null
        : { epoch, seq: row.seq, digest: row.digest, record: row.record, at: row.headAt?.toISOString() },
  })
  return { design, genesis: CompactJws.parse(row.genesis), headIndex: row.headIndex }
}
