import type { Client } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { InstanceId } from '@truss/contracts/ids'
import { getInstance, getViewer, listInstances } from '@truss/contracts/instance-routes'
import type { InstanceHealth } from '@truss/contracts/instances'
import { listInstanceHealth } from '@truss/contracts/registry-routes'
import { homeFor } from '@truss/domain/accounts/home-for'
import { DomainError } from '@truss/domain/errors'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { viewerAccount } from './viewer-account.ts'

/** The page of instances stands without the registry; it must not wait for one that hangs. */
const HEALTH_TIMEOUT_MS = 1_000

type InstanceRoutesDeps = Pick<ReadRoutesDeps, 'self' | 'stores' | 'registry' | 'clock'>

export function mountInstanceRoutes(api: Api<ApiActor>, deps: InstanceRoutesDeps): void {
  const { self, registry } = deps
  const { catalog, search, replica } = deps.stores

  api.mount(getInstance, async () => {
    const [instance, position, counts] = await Promise.all([
      catalog.instance(self.id),
      replica.position(),
      search.totals(),
    ])
    if (!instance) {
      throw new DomainError(
        'instance-not-found',
        'this instance has not yet heard of itself from the registry',
      )
    }
    return {
      instance,
      registryUrl: self.registryUrl,
      appliedIndex: position.applied,
      headIndex: position.head,
      registryHeardAt: position.registryHeardAt?.toISOString() ?? null,
      counts,
    }
  })

  api.mount(listInstances, async () => {
    const [instances, decisions, held, position, health] = await Promise.all([
      catalog.instances(),
      catalog.decisions(),
      search.heldByInstance(),
      replica.position(),
      readHealth(registry),
    ])
    return {
      instances: instances.map((instance) => ({
        instance,
        health: health?.rows.get(instance.id) ?? null,
        ...(held.get(instance.id) ?? { hosted: 0, mirrored: 0 }),
        decisions: decisions.filter((decision) => decision.instance === instance.id),
      })),
      headIndex: Math.max(position.head, health?.head ?? 0),
    }
  })

  api.mount(getViewer, async (_, actor) => {
    const account = actor && (await viewerAccount(deps, actor.account))
    if (!account) return { viewer: null }
    const instances = await catalog.instances()
    const home = instances.find(({ id }) => id === homeFor(account.home, instances))
    return {
      viewer: {
        account,
        homeHere: home?.id === self.id,
        homeUrl: home?.baseUrl ?? null,
        homeName: home?.name ?? null,
      },
    }
  })
}

/** @returns undefined when the registry does not answer in time */
async function readHealth(
  registry: Client,
): Promise<{ head: number; rows: Map<InstanceId, InstanceHealth> } | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, HEALTH_TIMEOUT_MS, undefined)
  })
  const asked = registry.call(listInstanceHealth).then(
    ({ head, instances }) => ({ head, rows: new Map(instances.map(({ id, health }) => [id, health])) }),
    (error) => {
      if (isProblem(error)) return undefined
      throw error
    },
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
