import type { DesignId, InstanceId } from '@truss/contracts/ids'
import type { AccessTokenStore } from '@truss/db/instance/access-token-store'
import type { CatalogStore } from '@truss/db/instance/catalog-store'
import type { CopyStore } from '@truss/db/instance/copy-store'
import type { OutboxStore } from '@truss/db/instance/outbox-store'
import type { ReplicaStore } from '@truss/db/instance/replica-store'
import type { Clock } from '@truss/domain/ports'

/** This instance, as its keys say. */
export interface Self {
  readonly id: InstanceId
}

/** The tables that the worker reads and writes. A function takes those it uses: `Pick<Stores, 'catalog'>`. */
export interface Stores {
  readonly catalog: CatalogStore
  readonly copies: CopyStore
  readonly outbox: OutboxStore
  readonly replica: ReplicaStore
  readonly accessTokens: AccessTokenStore
}

/** Where the repositories lie: at paths made from the design id, never from a name. */
export interface Repositories {
  path(design: DesignId): string
}

export interface HasClock {
  readonly clock: Clock
}

/** From 0 (included) to 1 (excluded), for jitter. */
export type Random = () => number

/** Which designs of others are copied here. */
export type MirrorPolicy = 'on-demand' | 'all'
