import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

export type Schema = Record<string, unknown>
export type Db<S extends Schema> = PostgresJsDatabase<S>

/** A connection pool with the tables of one schema. */
export interface Connection<S extends Schema> extends AsyncDisposable {
  readonly db: Db<S>
  /** For LISTEN and NOTIFY. */
  readonly sql: postgres.Sql
}

/** Opens a pool; nothing is sent before the first query. */
export function connect<S extends Schema>(url: string, schema: S, maxConnections = 10): Connection<S> {
  const sql = postgres(url, {
    max: maxConnections,
    onnotice: () => {},
    connection: { application_name: 'truss', timezone: 'UTC' },
    // A database that restarts is back in about a second; do not wait longer than needed to try again.
    backoff: (attempt) => Math.min(0.1 * 2 ** attempt, 2),
  })
  return {
    db: drizzle(sql, { schema }),
    sql,
    [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }),
  }
}
