import { createHash } from 'node:crypto'
import type { AccountId } from '@truss/contracts/ids'
import type { OpenIdTokens, Session } from '@truss/contracts/instance-internal-routes'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { InstanceDb } from './instance-db.ts'
import { sessions, signIns } from './tables.ts'

export interface SessionStore {
  putSignIn(
    account: AccountId,
    who: { handle: string; displayName: string; tokens: OpenIdTokens | null },
  ): Promise<void>
  signIn(account: AccountId): Promise<{ handle: string; displayName: string } | undefined>
  tokens(account: AccountId): Promise<OpenIdTokens | undefined>
  /** @returns undefined when nobody of that account ever signed in here. */
  create(id: string, account: AccountId, expiresAt: Date): Promise<Session | undefined>
  read(id: string, now: Date): Promise<Session | undefined>
  extend(id: string, expiresAt: Date, now: Date): Promise<Session | undefined>
  delete(id: string): Promise<void>
  sweep(now: Date): Promise<void>
}

export function createSessionStore(db: InstanceDb): SessionStore {
  async function read(id: string, now: Date): Promise<Session | undefined> {
    const [row] = await db
      .select()
      .from(sessions)
      .innerJoin(signIns, eq(signIns.account, sessions.account))
      .where(and(eq(sessions.sha256, digest(id)), gt(sessions.expiresAt, now)))
    if (!row) return undefined
    const { handle, displayName } = row.sign_ins
    const account = row.sessions.account as AccountId
    return { id, account, handle, displayName, expiresAt: row.sessions.expiresAt.toISOString() }
  }
  return {
    read,
    async putSignIn(account, { handle, displayName, tokens }) {
      const known = { handle, displayName }
      const secrets = tokens ? { ...tokens, expiresAt: new Date(tokens.expiresAt) } : {}
      await db
        .insert(signIns)
        .values({ account, ...known, ...secrets })
        .onConflictDoUpdate({ target: signIns.account, set: { ...known, ...secrets } })
    },
    async signIn(account) {
      const [row] = await db.select().from(signIns).where(eq(signIns.account, account))
      return row && { handle: row.handle, displayName: row.displayName }
    },
    async tokens(account) {
      const [row] = await db.select().from(signIns).where(eq(signIns.account, account))
      if (!row?.accessToken || !row.expiresAt) return undefined
      const { accessToken, refreshToken, scope, expiresAt } = row
      return { accessToken, refreshToken, scope, expiresAt: expiresAt.toISOString() }
    },
    async create(id, account, expiresAt) {
      if (!(await this.signIn(account))) return undefined
      await db.insert(sessions).values({ sha256: digest(id), account, expiresAt })
      return read(id, new Date(0))
    },
    async extend(id, expiresAt, now) {
      await db
        .update(sessions)
        .set({ expiresAt })
        .where(and(eq(sessions.sha256, digest(id)), gt(sessions.expiresAt, now)))
      return read(id, now)
    },
    async delete(id) {
      await db.delete(sessions).where(eq(sessions.sha256, digest(id)))
    },
    async sweep(now) {
      await db.delete(sessions).where(lt(sessions.expiresAt, now))
    },
  }
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
