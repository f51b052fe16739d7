import { Account } from '@truss/contracts/accounts'
import type { AccountStore } from '@truss/domain/ports'
import { eq } from 'drizzle-orm'
import { appendEvents } from './append-events.ts'
import type { RegistryDb } from './registry-db.ts'
import { accounts } from './tables.ts'

export function createAccountStore(db: RegistryDb): AccountStore {
  return {
    async byId(id) {
      const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
      return row && toAccount(row)
    },
    async byHandle(handle) {
      const [row] = await db.select().from(accounts).where(eq(accounts.handle, handle))
      return row && toAccount(row)
    },
    add(account, secret) {
      return db.transaction(async (tx) => {
        const inserted = await tx
          .insert(accounts)
          .values({ ...account, createdAt: new Date(account.createdAt), ...secret })
          .onConflictDoNothing()
          .returning({ id: accounts.id })
        if (inserted.length === 0) return undefined
        return appendEvents(tx, [{ kind: 'account', account }])
      })
    },
    update(account) {
      return db.transaction(async (tx) => {
        const { displayName, home, operator } = account
        await tx.update(accounts).set({ displayName, home, operator }).where(eq(accounts.id, account.id))
        return appendEvents(tx, [{ kind: 'account', account }])
      })
    },
    async passwordHash(id) {
      const [row] = await db
        .select({ passwordHash: accounts.passwordHash })
        .from(accounts)
        .where(eq(accounts.id, id))
      return row?.passwordHash
    },
    async setPasswordHash(id, passwordHash) {
      await db.update(accounts).set({ passwordHash }).where(eq(accounts.id, id))
    },
    async hasOperator() {
      const [row] = await db
        .select({ id: accounts.id })
        .from(accounts)
        .where(eq(accounts.operator, true))
        .limit(1)
      return row !== undefined
    },
  }
}

/** Parsed, not cast: a row of an older version is checked like any other input. */
export function toAccount(row: typeof accounts.$inferSelect): Account {
  return Account.parse({ ...row, createdAt: row.createdAt.toISOString() })
}
