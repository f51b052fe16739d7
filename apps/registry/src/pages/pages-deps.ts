import type { RegistryDb } from '@truss/db/registry/registry-db'
import type {
  AccountStore,
  Clock,
  FeedHead,
  Ids,
  InstanceStore,
  PasswordHasher,
  Sequencer,
  TokenStore,
} from '@truss/domain/ports'
import type { Logger } from '@truss/http/log'
import type { NodeBindings } from '@truss/http/serve'
import type { Context, Hono } from 'hono'
import type { OpenId } from '../openid/create-openid-provider.ts'
import type { Html } from './layout.ts'
import type { PageSessions } from './page-session.ts'

export interface PagesDeps {
  readonly url: string
  readonly name: string
  readonly db: RegistryDb
  readonly accounts: AccountStore
  readonly instances: InstanceStore
  readonly tokens: TokenStore
  readonly sequencer: Sequencer
  readonly feed: FeedHead
  readonly hasher: PasswordHasher
  readonly clock: Clock
  readonly ids: Ids
  readonly openId: OpenId
  /** Opens the first operator's account, once. */
  readonly setupToken: string
  readonly sessions: PageSessions
  readonly log: Logger
}

export type PagesApp = Hono<{ Bindings: NodeBindings }>

/** What each page is made with. */
export interface Pages extends PagesDeps {
  /** Slows down who tries often from one address. @throws {DomainError} `too-many-requests` */
  readonly slowDown: (key: string) => void
  show(
    c: Context,
    title: string,
    body: Html,
    status?: 200 | 400 | 401 | 403 | 404 | 409 | 429,
  ): Promise<Response>
}
