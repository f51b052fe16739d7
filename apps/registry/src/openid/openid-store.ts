import type { AccountId } from '@truss/contracts/ids'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import { openIdModels } from '@truss/db/registry/tables'
import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'

/** What the provider keeps, in the registry's database: sign-ins survive a restart. */
export function createOpenIdStore(db: RegistryDb, model: string): Adapter {
  const one = (id: string) => and(eq(openIdModels.model, model), eq(openIdModels.id, id))
  const valid = () => or(isNull(openIdModels.expiresAt), gt(openIdModels.expiresAt, new Date()))

  async function findWhere(condition: ReturnType<typeof eq>): Promise<AdapterPayload | undefined> {
    const [row] = await db
      .select({ payload: openIdModels.payload })
      .from(openIdModels)
      .where(and(eq(openIdModels.model, model), condition, valid()))
    return row?.payload as AdapterPayload | undefined
  }

  return {
    async upsert(id, payload, expiresIn) {
      const row = {
        payload,
        grantId: payload.grantId ?? null,
        userCode: payload.userCode ?? null,
        uid: payload.uid ?? null,
        expiresAt: expiresIn ? new Date(Date.now() + expiresIn * 1000) : null,
      }
      await db
        .insert(openIdModels)
        .values({ model, id, ...row })
        .onConflictDoUpdate({ target: [openIdModels.model, openIdModels.id], set: row })
    },
    find: (id) => findWhere(eq(openIdModels.id, id)),
    findByUid: (uid) => findWhere(eq(openIdModels.uid, uid)),
    findByUserCode: (userCode) => findWhere(eq(openIdModels.userCode, userCode)),
    async consume(id) {
      const consumed = JSON.stringify({ consumed: Math.floor(Date.now() / 1000) })
      const used = await db
        .update(openIdModels)
        .set({ payload: sql`${openIdModels.payload} || ${consumed}::jsonb` })
        .where(and(one(id), sql`not ${openIdModels.payload} ? 'consumed'`))
        .returning({ id: openIdModels.id })
      // Of two requests with one code, both have read it unused; the row decides which came first.
      if (used.length === 0 && model === 'AuthorizationCode') {
        throw new errors.InvalidGrant('authorization code already consumed')
      }
    },
    async destroy(id) {
      await db.delete(openIdModels).where(one(id))
    },
    async revokeByGrantId(grantId) {
      await db.delete(openIdModels).where(eq(openIdModels.grantId, grantId))
    },
  }
}

/** Ends all sign-ins of a person: sessions, grants and tokens at every instance. */
export async function forgetAccount(db: RegistryDb, account: AccountId): Promise<void> {
  await db.delete(openIdModels).where(sql`${openIdModels.payload} ->> 'accountId' = ${account}`)
}

/** Forgets what has expired. */
export async function sweepOpenId(db: RegistryDb, now: Date): Promise<void> {
  await db.delete(openIdModels).where(lt(openIdModels.expiresAt, now))
}
