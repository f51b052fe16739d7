import { InstanceId } from '@truss/contracts/ids'
import type { PublicJwk } from '@truss/contracts/instances'
import { getRegistry, listInstanceHealth, listTokens, sendHeartbeat } from '@truss/contracts/registry-routes'
import type { Clock, FeedHead, InstanceStore, TokenStore } from '@truss/domain/ports'
import type { Api } from '@truss/http/api'
import type { RegistryActor } from './registry-actor.ts'
import { theInstance } from './the-actor.ts'

export interface InstancesDeps {
  readonly url: string
  readonly name: string
  readonly joinLevel: 'applied' | 'mirror'
  readonly feedKey: PublicJwk
  readonly instances: InstanceStore
  readonly tokens: TokenStore
  readonly feed: FeedHead
  readonly clock: Clock
}

export function mountInstances(api: Api<RegistryActor>, deps: InstancesDeps): void {
  const { instances, tokens, feed, clock } = deps
  api.mount(getRegistry, async () => ({
    name: deps.name,
    url: deps.url,
    issuer: `${deps.url}/oidc`,
    feedKey: deps.feedKey,
    head: await feed.head(),
    joinLevel: deps.joinLevel,
  }))
  api.mount(listInstanceHealth, async () => ({
    head: await feed.head(),
    instances: [...(await instances.health())].map(([id, health]) => ({ id: InstanceId.parse(id), health })),
  }))
  api.mount(sendHeartbeat, async ({ body }, actor) => {
    await instances.noteContact(theInstance(actor), clock.now(), body.appliedIndex)
    return { head: await feed.head() }
  })
  api.mount(listTokens, async (_input, actor) => ({ tokens: await tokens.ofInstance(theInstance(actor)) }))
}
