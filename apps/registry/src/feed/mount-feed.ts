import { FeedIndex } from '@truss/contracts/ids'
import { readFeed, readSnapshot } from '@truss/contracts/registry-routes'
import { readCatalog, readFeedEntries } from '@truss/db/registry/feed-reader'
import type { RegistryDb } from '@truss/db/registry/registry-db'
import type { FeedHead } from '@truss/domain/ports'
import type { Api } from '@truss/http/api'
import type { RegistryActor } from '../api/registry-actor.ts'

export function mountFeed(api: Api<RegistryActor>, { db, feed }: { db: RegistryDb; feed: FeedHead }): void {
  api.mount(readFeed, async ({ query }) => {
    const entries = await readFeedEntries(db, query.after, query.limit)
    return { head: await feed.head(), entries }
  })
  api.mount(readSnapshot, async () => {
    const { index, bodies } = await readCatalog(db)
    return { index: FeedIndex.parse(index), bodies }
  })
}
