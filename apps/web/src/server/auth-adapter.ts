import 'server-only'
import { AccountId } from '@truss/contracts/ids'
import {
  createSession,
  deleteSession,
  extendSession,
  getSignIn,
  readSession,
  type Session,
} from '@truss/contracts/instance-internal-routes'
import type { Adapter, AdapterSession, AdapterUser } from 'next-auth/adapters'
import { internalApi } from './instance-client.ts'

/**
 * Keeps sessions in the instance's database through its internal routes. Who signed in and with which tokens is
 * stored before, on each sign-in (see auth-options.ts), so users and accounts are never created here.
 */
export function createAuthAdapter(): Adapter {
  return {
    async getUserByAccount({ providerAccountId }) {
      return readUser(providerAccountId)
    },
    async getUser(id) {
      return readUser(id)
    },
    // Mail addresses stay at the registry, and two accounts are never joined by one.
    async getUserByEmail() {
      return null
    },
    async createUser() {
      throw new Error('the sign-in was not stored')
    },
    async updateUser(user) {
      return { email: '', emailVerified: null, ...user }
    },
    async linkAccount() {
      return undefined
    },
    async createSession({ sessionToken, userId, expires }) {
      const body = { id: sessionToken, account: AccountId.parse(userId), expiresAt: expires.toISOString() }
      const { session } = await internalApi().call(createSession, { body })
      return toAdapterSession(session)
    },
    async getSessionAndUser(sessionToken) {
      const { session } = await internalApi().call(readSession, { body: { id: sessionToken } })
      if (session === null) return null
      return {
        session: toAdapterSession(session),
        user: toUser(session.account, session.displayName || session.handle),
      }
    },
    async updateSession({ sessionToken, expires }) {
      if (expires === undefined) return null
      const body = { id: sessionToken, expiresAt: expires.toISOString() }
      const { session } = await internalApi().call(extendSession, { body })
      return session && toAdapterSession(session)
    },
    async deleteSession(sessionToken) {
      await internalApi().call(deleteSession, { body: { id: sessionToken } })
    },
  }
}

async function readUser(id: string): Promise<AdapterUser | null> {
  const account = AccountId.safeParse(id)
  if (!account.success) return null
  const { signIn } = await internalApi().call(getSignIn, { params: { account: account.data } })
  return signIn && toUser(account.data, signIn.displayName || signIn.handle)
}

function toUser(id: string, name: string): AdapterUser {
  return { id, name, email: '', emailVerified: null }
}

function toAdapterSession(session: Session): AdapterSession {
  return { sessionToken: session.id, userId: session.account, expires: new Date(session.expiresAt) }
}
