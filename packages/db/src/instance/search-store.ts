import type { DesignId, InstanceId } from '@truss/contracts/ids'
import type { DesignSearch } from '@truss/contracts/views'
import { and, arrayOverlaps, count, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import { type CatalogEntry, toEntry } from './catalog-store.ts'
import type { InstanceDb } from './instance-db.ts'
import { comments, designs, holders, instances, likes, parents } from './tables.ts'

export const PAGE_SIZE = 24

export interface Counts {
  readonly likes: number
  readonly comments: number
  readonly derivatives: number
}

type Facet = { value: string; count: number }[]

export interface SearchStore {
  search(query: DesignSearch): Promise<{
    entries: CatalogEntry[]
    total: number
    facets: { kind: Facet; licence: Facet; host: Facet; tag: Facet }
  }>
  counts(ids: readonly DesignId[]): Promise<Map<DesignId, Counts>>
  ownedBy(handle: string): Promise<CatalogEntry[]>
  totals(): Promise<{ designs: number; instances: number }>
  /** How many designs each instance hosts, and of how many others it announced a copy; without those that have neither. */
  heldByInstance(): Promise<Map<InstanceId, { hosted: number; mirrored: number }>>
}

/**
 * Search in the local catalog. Words are looked up in title, summary, tags, owner and slug; trigram
 * similarity forgives a typing error in a title.
 */
export function createSearchStore(db: InstanceDb): SearchStore {
  const likeCount = sql<number>`(select count(*) from ${likes} where ${likes.design} = ${designs.id})`
  const derivativeCount = sql<number>`(select count(*) from ${parents} where ${parents.parent} = ${designs.id})`

  function conditions(query: DesignSearch, without?: 'kind' | 'licence' | 'host' | 'tag'): SQL | undefined {
    const list: (SQL | undefined)[] = []
    if (query.q) for (const word of query.q.toLowerCase().split(/\s+/).slice(0, 8)) list.push(matches(word))
    if (query.kind?.length && without !== 'kind') list.push(inArray(designs.kind, query.kind))
    if (query.licence?.length && without !== 'licence') list.push(inArray(designs.licence, query.licence))
    if (query.tag?.length && without !== 'tag') list.push(arrayOverlaps(designs.tags, query.tag))
    if (query.owner) list.push(eq(designs.ownerHandle, query.owner))
    if (query.host && without !== 'host') {
      list.push(
        inArray(
          designs.host,
          db.select({ id: instances.id }).from(instances).where(eq(instances.name, query.host)),
        ),
      )
    }
    return and(...list)
  }

  function matches(word: string): SQL | undefined {
    const part = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return or(
      sql`lower(${designs.title}) like ${part}`,
      sql`lower(${designs.summary}) like ${part}`,
      sql`${designs.slug} like ${part}`,
      sql`${designs.ownerHandle} like ${part}`,
      sql`lower(array_to_string(${designs.tags}, ' ')) like ${part}`,
      sql`word_similarity(${word}, lower(${designs.title})) > 0.5`,
    )
  }

  async function facet(column: SQL, where: SQL | undefined): Promise<Facet> {
    const rows = await db
      .select({ value: sql<string | null>`${column}`, count: count() })
      .from(designs)
      .where(where)
      .groupBy(sql`1`)
      .orderBy(desc(count()), sql`1`)
      .limit(20)
    return rows.flatMap((row) => (row.value === null ? [] : [{ value: row.value, count: row.count }]))
  }

  const order = {
    // Likes lose half their weight in a week, so that the list moves; newest first among equals.
    trending: sql`(select coalesce(sum(exp(-ln(2) * extract(epoch from (now() - ${likes.at})) / 604800)), 0)
      from ${likes} where ${likes.design} = ${designs.id}) desc, ${designs.createdAt} desc`,
    new: sql`${designs.createdAt} desc`,
    'most-remixed': sql`${derivativeCount} desc, ${designs.createdAt} desc`,
  }

  return {
    async search(query) {
      const where = conditions(query)
      const [rows, [total], kind, licence, host, tag] = await Promise.all([
        db
          .select()
          .from(designs)
          .where(where)
          .orderBy(order[query.sort ?? 'trending'], designs.id)
          .limit(PAGE_SIZE)
          .offset(((query.page ?? 1) - 1) * PAGE_SIZE),
        db.select({ n: count() }).from(designs).where(where),
        facet(sql`${designs.kind}`, conditions(query, 'kind')),
        facet(sql`${designs.licence}`, conditions(query, 'licence')),
        facet(
          sql`(select ${instances.name} from ${instances} where ${instances.id} = ${designs.host})`,
          conditions(query, 'host'),
        ),
        facet(sql`unnest(${designs.tags})`, conditions(query, 'tag')),
      ])
      return { entries: rows.map(toEntry), total: total?.n ?? 0, facets: { kind, licence, host, tag } }
    },
    async counts(ids) {
      if (ids.length === 0) return new Map()
      const rows = await db
        .select({
          id: designs.id,
          likes: likeCount.mapWith(Number),
          comments:
            sql<number>`(select count(*) from ${comments} where ${comments.design} = ${designs.id})`.mapWith(
              Number,
            ),
          derivatives: derivativeCount.mapWith(Number),
        })
        .from(designs)
        .where(inArray(designs.id, [...ids]))
      return new Map(rows.map(({ id, ...rest }) => [id as DesignId, rest]))
    },
    async ownedBy(handle) {
      const rows = await db
        .select()
        .from(designs)
        .where(eq(designs.ownerHandle, handle))
        .orderBy(desc(designs.createdAt))
        .limit(200)
      return rows.map(toEntry)
    },
    async totals() {
      const [d] = await db.select({ n: count() }).from(designs)
      const [i] = await db.select({ n: count() }).from(instances)
      return { designs: d?.n ?? 0, instances: i?.n ?? 0 }
    },
    async heldByInstance() {
      const [hosted, mirrored] = await Promise.all([
        db.select({ id: designs.host, n: count() }).from(designs).groupBy(designs.host),
        db
          .select({ id: holders.instance, n: count() })
          .from(holders)
          .innerJoin(designs, and(eq(designs.id, holders.design), ne(designs.host, holders.instance)))
          .groupBy(holders.instance),
      ])
      const held = new Map<InstanceId, { hosted: number; mirrored: number }>()
      for (const { id, n } of hosted) held.set(id as InstanceId, { hosted: n, mirrored: 0 })
      for (const { id, n } of mirrored) {
        held.set(id as InstanceId, { hosted: held.get(id as InstanceId)?.hosted ?? 0, mirrored: n })
      }
      return held
    },
  }
}
