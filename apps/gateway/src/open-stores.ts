import { createAccessTokenStore } from '@truss/db/instance/access-token-store'
import { createCatalogStore } from '@truss/db/instance/catalog-store'
import { createCopyStore } from '@truss/db/instance/copy-store'
import type { InstanceConnection } from '@truss/db/instance/instance-db'
import { createOutboxStore } from '@truss/db/instance/outbox-store'
import { createReplicaStore } from '@truss/db/instance/replica-store'
import { createSearchStore } from '@truss/db/instance/search-store'
import { createSessionStore } from '@truss/db/instance/session-store'
import { readRefState } from '@truss/federation/ref-state'
import type { Stores } from './deps.ts'

export function openStores({ db }: InstanceConnection): Stores {
  return {
    catalog: createCatalogStore(db),
    search: createSearchStore(db),
    copies: createCopyStore(db),
    outbox: createOutboxStore(db),
    replica: createReplicaStore(db, readRefState),
    accessTokens: createAccessTokenStore(db),
    sessions: createSessionStore(db),
  }
}
