import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { StoredJob } from './job-input.ts'
import type { FailedJob } from './job-queue.ts'

const Count = z.object({ count: z.coerce.number() })
const Due = z.object({ ms: z.coerce.number().nullable() })
const FailedRow = z.object({
  data: StoredJob,
  retry_count: z.number(),
  completed_on: z.date(),
  output: z.unknown(),
})
const Output = z.object({ message: z.string() })

/**
 * What pg-boss cannot say: delays of less than a second between attempts, giving a job back without counting
 * the attempt, and exact counts. Its states are an enum in this order: created, retry, active,
 * completed, cancelled, failed. `schema` is part of the SQL text, hence checked by the caller.
 */
export function createPgBossStore(boss: PgBoss, schema: string) {
  const db = boss.getDb()
  return {
    /** Puts an active job back for another attempt; its error stays visible until then. */
    async retryLater(queue: string, id: string, delayMs: number, error: Error): Promise<void> {
      await db.executeSql(
        `UPDATE ${schema}.job SET state = 'retry', heartbeat_on = NULL,
           start_after = now() + $3 * interval '1 millisecond', output = $4::jsonb
         WHERE name = $1 AND id = $2 AND state = 'active'`,
        [queue, id, delayMs, outputOf(error)],
      )
    },

    async giveUp(queue: string, id: string, error: Error): Promise<void> {
      await db.executeSql(
        `UPDATE ${schema}.job SET state = 'failed', heartbeat_on = NULL, completed_on = now(), output = $3::jsonb
         WHERE name = $1 AND id = $2 AND state = 'active'`,
        [queue, id, outputOf(error)],
      )
    },

    /** pg-boss counts an attempt when it fetches a job that has `started_on`: without it, none is counted. */
    async giveBack(queue: string, id: string): Promise<void> {
      await db.executeSql(
        `UPDATE ${schema}.job SET state = 'retry', heartbeat_on = NULL, started_on = NULL, start_after = now()
         WHERE name = $1 AND id = $2 AND state = 'active'`,
        [queue, id],
      )
    },

    async pending(queue: string): Promise<number> {
      const { rows } = await db.executeSql(
        `SELECT count(*) AS count FROM ${schema}.job WHERE name = $1 AND state < 'completed'`,
        [queue],
      )
      return Count.parse(rows[0]).count
    },

    /** Milliseconds until the next delayed job may start; null if none is delayed. */
    async nextDueMs(queue: string): Promise<number | null> {
      const { rows } = await db.executeSql(
        `SELECT ceil(extract(epoch FROM min(start_after) - clock_timestamp()) * 1000) AS ms
         FROM ${schema}.job WHERE name = $1 AND state < 'active' AND start_after > now()`,
        [queue],
      )
      return Due.parse(rows[0]).ms
    },

    async failed(queue: string, limit: number): Promise<FailedJob[]> {
      const { rows } = await db.executeSql(
        `SELECT data, retry_count, completed_on, output FROM ${schema}.job
         WHERE name = $1 AND state = 'failed' ORDER BY completed_on DESC LIMIT $2`,
        [queue, limit],
      )
      return rows.map((row) => {
        const { data, retry_count, completed_on, output } = FailedRow.parse(row)
        return {
          id: data.id,
          payload: JSON.parse(data.json),
          reason: reasonOf(output),
          attempts: retry_count + 1,
          failedAt: completed_on,
        }
      })
    },
  }
}

function outputOf(error: Error): string {
  // jsonb refuses U+0000, and an error may quote a hostile payload.
  return JSON.stringify({ message: error.message.slice(0, 2000).toWellFormed().replaceAll('\0', '\ufffd') })
}

/** Our own outputs hold a message; pg-boss wraps the one it writes for a lost worker in `value`. */
function reasonOf(output: unknown): string {
  const shape = z.union([Output, z.object({ value: Output }).transform(({ value }) => value)])
  return shape.safeParse(output).data?.message ?? 'unknown'
}
