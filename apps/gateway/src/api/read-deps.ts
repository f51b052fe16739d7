import type { BlobStore } from '@truss/blobs/blob-store'
import type { Client } from '@truss/client/client'
import type { Logger } from '@truss/http/log'
import type { HasClock, Repositories, Self, Stores } from '../deps.ts'

/** What {@link mountReadRoutes} is given. */
export interface ReadRoutesDeps extends HasClock {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'search' | 'copies' | 'replica' | 'sessions'>
  readonly repositories: Repositories
  readonly blobs: Pick<BlobStore, 'getDerived' | 'statDerived'>
  /** The registry's public routes; asked for nothing but the health of instances. */
  readonly registry: Client
  readonly log: Logger
}
