import { createClient } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { Instance } from '@truss/contracts/instances'
import { joinRegistry, REGISTRY_API } from '@truss/contracts/registry-routes'
import type { InstanceKeys } from '@truss/federation/instance-keys'
import { publicJwkOf } from '@truss/federation/jwk'
import { createRequestSigner } from '@truss/federation/sign-fetch'
import type { InstanceSettings } from './instance-settings.ts'

/**
 * Tells the registry of this instance, or of its new address and keys. The registry calls back, so the gateway
 * must listen already.
 *
 * @returns undefined while the registry cannot be reached: an instance that was taken up before runs without it
 */
export async function joinTheRegistry(
  settings: InstanceSettings,
  keys: InstanceKeys,
): Promise<Instance | undefined> {
  const client = createClient({
    base: settings.registryUrl + REGISTRY_API,
    fetch: (request) => fetch(request),
    authorize: createRequestSigner({ keys, purpose: 'request', clock: { now: () => new Date() } }),
  })
  try {
    const { instance } = await client.call(joinRegistry, {
      body: {
        name: settings.name,
        baseUrl: settings.baseUrl,
        sshUrl: null,
        rootKey: publicJwkOf(keys.root),
        keys: Object.values(keys.subkeys).map(({ key }) => key),
      },
    })
    return instance
  } catch (error) {
    if (isProblem(error, 'unreachable', 'timeout') && error.problem.status === 504) return undefined
    throw error
  }
}
