import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

/** Held while migrating, so that several processes may start at once. */
const MIGRATION_LOCK = 7_305_818

/** Brings a database to the tables of this version. */
export async function migrateDatabase(url: string, which: 'registry' | 'instance'): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const db = drizzle(client)
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await db.execute(sql`create extension if not exists pg_trgm`)
    await migrate(db, { migrationsFolder: fileURLToPath(new URL(`../../drizzle/${which}`, import.meta.url)) })
  } finally {
    await client.end({ timeout: 5 })
  }
}
