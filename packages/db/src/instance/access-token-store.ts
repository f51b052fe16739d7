import { AccessToken } from '@truss/contracts/accounts'
import type { Sha256 } from '@truss/contracts/ids'
import { eq } from 'drizzle-orm'
import type { InstanceDb } from './instance-db.ts'
import { accessTokens } from './tables.ts'

export interface AccessTokenStore {
  bySha256(sha256: Sha256): Promise<AccessToken | undefined>
  /** The registry's list is the whole truth: what is not on it is withdrawn. */
  replaceAll(tokens: readonly AccessToken[]): Promise<void>
}

export function createAccessTokenStore(db: InstanceDb): AccessTokenStore {
  return {
    async bySha256(sha256) {
      const [row] = await db.select().from(accessTokens).where(eq(accessTokens.sha256, sha256))
      return row && AccessToken.parse({ ...row, expiresAt: row.expiresAt?.toISOString() ?? null })
    },
    async replaceAll(tokens) {
      await db.transaction(async (tx) => {
        await tx.delete(accessTokens)
        if (tokens.length === 0) return
        await tx.insert(accessTokens).values(
          tokens.map((token) => ({
            ...token,
            expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
          })),
        )
      })
    },
  }
}
