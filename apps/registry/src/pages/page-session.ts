import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Account } from '@truss/contracts/accounts'
import { AccountId } from '@truss/contracts/ids'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import { pageSessions } from '@truss/db/registry/tables'
import { DomainError } from '@truss/domain/errors'
import type { AccountStore } from '@truss/domain/ports'
import { and, eq, gt, lt, ne } from 'drizzle-orm'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'

/** Ports share cookies, so the name says whose it is. */
const COOKIE = 'truss_registry'
const DAYS = 14

export interface PageSessions {
  /** Who is signed in, if anybody. */
  account(c: Context): Promise<Account | undefined>
  /** Begins a session with a new id, whatever the browser sent: an id planted before must be worth nothing. */
  begin(c: Context, account: AccountId): Promise<void>
  end(c: Context): Promise<void>
  /** Ends the sessions that a person has in other browsers. */
  endOthers(c: Context, account: AccountId): Promise<void>
  /** For those who see node's request only: the account whose session this browser holds. */
  accountOf(incoming: IncomingMessage): Promise<AccountId | undefined>
  /** Ends the session of this browser without touching its cookie, which opens nothing any more. */
  endOf(incoming: IncomingMessage): Promise<void>
  /** Forgets the sessions that have run out. */
  sweep(): Promise<void>
  /** For a hidden field of each form; bound to the browser's cookie. */
  formToken(c: Context): string
  /** @throws {DomainError} `forbidden` when a form did not come from a page of ours in this browser */
  checkForm(c: Context, token: unknown): void
}

export function createPageSessions(deps: {
  url: string
  db: RegistryDb
  accounts: AccountStore
  clock: { now(): Date }
  formKey: string
}): PageSessions {
  const { db, accounts, clock, url } = deps
  const secure = url.startsWith('https:')

  function give(c: Context, value: string): void {
    setCookie(c, COOKIE, value, { httpOnly: true, sameSite: 'Lax', secure, path: '/', maxAge: DAYS * 86_400 })
    c.set('session', value)
  }

  /** A visitor has a cookie too: forms of theirs are bound to it. */
  function idOf(c: Context): string {
    const known = (c.get('session') as string | undefined) ?? getCookie(c, COOKIE)
    if (known && /^[A-Za-z0-9_-]{43}$/.test(known)) return known
    const made = randomBytes(32).toString('base64url')
    give(c, made)
    return made
  }

  const tokenFor = (id: string) => createHmac('sha256', deps.formKey).update(id).digest('base64url')

  async function accountBehind(id: string): Promise<AccountId | undefined> {
    const [row] = await db
      .select()
      .from(pageSessions)
      .where(and(eq(pageSessions.sha256, sha256(id)), gt(pageSessions.expiresAt, clock.now())))
    return row && AccountId.parse(row.account)
  }

  const cookieOf = (incoming: IncomingMessage) => parse(incoming.headers.cookie ?? '', COOKIE)[COOKIE] ?? ''

  return {
    async account(c) {
      const account = await accountBehind(idOf(c))
      return account && accounts.byId(account)
    },
    async begin(c, account) {
      await this.end(c)
      const id = randomBytes(32).toString('base64url')
      const expiresAt = new Date(clock.now().getTime() + DAYS * 86_400_000)
      await db.insert(pageSessions).values({ sha256: sha256(id), account, expiresAt })
      give(c, id)
    },
    async end(c) {
      await db.delete(pageSessions).where(eq(pageSessions.sha256, sha256(idOf(c))))
      deleteCookie(c, COOKIE, { path: '/' })
      c.set('session', undefined)
    },
    async endOthers(c, account) {
      await db
        .delete(pageSessions)
        .where(and(eq(pageSessions.account, account), ne(pageSessions.sha256, sha256(idOf(c)))))
    },
    accountOf: (incoming) => accountBehind(cookieOf(incoming)),
    async endOf(incoming) {
      await db.delete(pageSessions).where(eq(pageSessions.sha256, sha256(cookieOf(incoming))))
    },
    async sweep() {
      await db.delete(pageSessions).where(lt(pageSessions.expiresAt, clock.now()))
    },
    formToken: (c) => tokenFor(idOf(c)),
    checkForm(c, token) {
      const origin = c.req.header('origin')
      const site = c.req.header('sec-fetch-site')
      // Browsers say "null" for forms of pages without a referrer; the token decides then.
      const foreign =
        (origin !== undefined && origin !== 'null' && origin !== url) ||
        (site !== undefined && !['same-origin', 'none'].includes(site))
      const expected = Buffer.from(tokenFor(idOf(c)))
      const given = Buffer.from(typeof token === 'string' ? token : '')
      if (foreign || given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new DomainError(
          'forbidden',
          'the form did not come from this site: open the page again and send it anew',
        )
      }
    },
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
