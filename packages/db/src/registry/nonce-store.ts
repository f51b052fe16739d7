import { lt } from 'drizzle-orm'
import type { RegistryDb } from './registry-db.ts'
import { nonces } from './tables.ts'

export interface NonceStore {
  /** @returns false when it was claimed before: the request is a replay. */
  claim(keyid: string, nonce: string, expiresAt: Date): Promise<boolean>
  /** Forgets those whose window is over. */
  sweep(now: Date): Promise<void>
}

/** In the database, so that a restart opens no window for replays. */
export function createNonceStore(db: RegistryDb): NonceStore {
  return {
    async claim(keyid, nonce, expiresAt) {
      const claimed = await db
        .insert(nonces)
        .values({ keyid, nonce, expiresAt })
        .onConflictDoNothing()
        .returning()
      return claimed.length === 1
    },
    async sweep(now) {
      await db.delete(nonces).where(lt(nonces.expiresAt, now))
    },
  }
}
