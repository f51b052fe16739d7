import { AccessToken } from '@truss/contracts/accounts'
import { InstanceId } from '@truss/contracts/ids'
import type { NewAccessToken, TokenStore } from '@truss/domain/ports'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { RegistryDb } from './registry-db.ts'
import { accessTokens } from './tables.ts'

/** NOTIFY channel; the payload is the instance whose list of tokens changed. */
export const TOKENS_CHANNEL = 'truss_tokens'

export function createTokenStore(db: RegistryDb): TokenStore {
  return {
    async add(token) {
      await db.transaction(async (tx) => {
        await tx.insert(accessTokens).values({
          ...token,
          createdAt: new Date(token.createdAt),
          expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
        })
        await tx.execute(sql`select pg_notify(${TOKENS_CHANNEL}, ${token.instance})`)
      })
    },
    async remove(account, id) {
      return db.transaction(async (tx) => {
        const [gone] = await tx
          .delete(accessTokens)
          .where(and(eq(accessTokens.account, account), eq(accessTokens.id, id)))
          .returning({ instance: accessTokens.instance })
        if (gone) await tx.execute(sql`select pg_notify(${TOKENS_CHANNEL}, ${gone.instance})`)
        return gone !== undefined
      })
    },
    async ofAccount(account) {
      const rows = await db
        .select()
        .from(accessTokens)
        .where(eq(accessTokens.account, account))
        .orderBy(desc(accessTokens.createdAt))
      return rows.map(toToken)
    },
    async ofInstance(instance) {
      const rows = await db.select().from(accessTokens).where(eq(accessTokens.instance, instance))
      return rows.map((row) => AccessToken.parse(toToken(row)))
    },
  }
}

function toToken(row: typeof accessTokens.$inferSelect): NewAccessToken {
  const token = AccessToken.parse({ ...row, expiresAt: row.expiresAt?.toISOString() ?? null })
  return {
    ...token,
    id: row.id,
    instance: InstanceId.parse(row.instance),
    label: row.label,
    createdAt: row.createdAt.toISOString(),
  }
}
