import type { DesignId, InstanceId, InstanceName } from '@truss/contracts/ids'
import type { AccessTokenStore } from '@truss/db/instance/access-token-store'
import type { CatalogStore } from '@truss/db/instance/catalog-store'
import type { CopyStore } from '@truss/db/instance/copy-store'
import type { OutboxStore } from '@truss/db/instance/outbox-store'
import type { ReplicaStore } from '@truss/db/instance/replica-store'
import type { SearchStore } from '@truss/db/instance/search-store'
import type { SessionStore } from '@truss/db/instance/session-store'
import type { Clock } from '@truss/domain/ports'

/** This instance, as its settings and keys say. */
export interface Self {
  readonly id: InstanceId
  readonly name: InstanceName
  readonly baseUrl: string
  readonly registryUrl: string
}

/** The tables of this instance. A function takes those it uses: `Pick<Stores, 'catalog' | 'copies'>`. */
export interface Stores {
  readonly catalog: CatalogStore
  readonly search: SearchStore
  readonly copies: CopyStore
  readonly outbox: OutboxStore
  readonly replica: ReplicaStore
  readonly accessTokens: AccessTokenStore
  readonly sessions: SessionStore
}

/** Where the repositories lie: at paths made from the design id, never from a name. */
export interface Repositories {
  path(design: DesignId): string
}

export interface HasClock {
  readonly clock: Clock
}
