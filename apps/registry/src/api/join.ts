import type { InstanceId } from '@truss/contracts/ids'
import { joinRegistry } from '@truss/contracts/registry-routes'
import type { NonceStore } from '@truss/db/registry/nonce-store'
import { DomainError } from '@truss/domain/errors'
import type { Clock, InstanceStore, Sequencer } from '@truss/domain/ports'
import { joinInstance } from '@truss/domain/trust/join-instance'
import { instanceIdOf, verifyInstanceKey } from '@truss/federation/instance-keys'
import { requestKeys } from '@truss/federation/key-lookup'
import { verifyRequest } from '@truss/federation/verify-request'
import type { Api } from '@truss/http/api'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import { UnsafeUrlError } from '@truss/safe-fetch/unsafe-url-error'
import { z } from 'zod'
import { publicUrl, REQUEST_TAGS, verified } from './authenticate.ts'
import type { RegistryActor } from './registry-actor.ts'

const WellKnown = z.object({ instance: z.object({ id: z.string() }), registry: z.string() })
const CALL_BACK_TIMEOUT_MS = 5_000

export interface JoinDeps {
  readonly url: string
  readonly joinLevel: 'applied' | 'mirror'
  readonly instances: InstanceStore
  readonly sequencer: Sequencer
  readonly nonces: NonceStore
  readonly clock: Clock
  readonly safeFetch: SafeFetch['safeFetch']
}

/** An instance joins, or comes back with new keys or another address: its root key is its name. */
export function mountJoin(api: Api<RegistryActor>, deps: JoinDeps): void {
  api.mount(joinRegistry, async ({ body }, _actor, request, received) => {
    const id = await verified(async () => instanceIdOf(body.rootKey))
    await verified(async () => {
      for (const key of body.keys) await verifyInstanceKey(body.rootKey, id, key)
    })
    const table = { id, rootKey: body.rootKey, keys: body.keys }
    await verified(() =>
      verifyRequest(
        {
          method: request.method,
          url: publicUrl(deps.url, request.url),
          headers: request.headers,
          body: received,
        },
        {
          resolveKey: requestKeys((asked) => (asked === id ? table : undefined), deps.clock),
          tags: REQUEST_TAGS,
          now: deps.clock.now(),
          skewSeconds: 60,
          claimNonce: deps.nonces.claim,
        },
      ),
    )
    await callBack(deps, body.baseUrl, id)
    const { name, baseUrl, sshUrl, rootKey, keys } = body
    return joinInstance(deps, deps, { id, name, baseUrl, sshUrl, rootKey, keys })
  })
}

/** The address must answer for the instance, or anybody could put a stranger's site on the list. */
async function callBack(deps: JoinDeps, baseUrl: string, id: InstanceId): Promise<void> {
  const url = `${baseUrl}/.well-known/truss`
  let answer: z.infer<typeof WellKnown>
  try {
    const response = await deps.safeFetch(url, {
      signal: AbortSignal.timeout(CALL_BACK_TIMEOUT_MS),
      maxBytes: 16_384,
    })
    answer = WellKnown.parse(await response.json())
  } catch (cause) {
    const unsafe =
      cause instanceof UnsafeUrlError && ['scheme', 'credentials', 'private-address'].includes(cause.code)
    if (unsafe)
      throw new DomainError(
        'unsafe-url',
        `${baseUrl} is not an address that may join: ${cause.message}. Use https and a public address; for a trial on one machine the registry’s operator lists the origin in TRUSS_ALLOW_PRIVATE_ORIGINS`,
        {},
        { cause },
      )
    throw new DomainError('unreachable', `${url} does not answer as an instance does`, {}, { cause })
  }
  if (answer.instance.id !== id || answer.registry !== deps.url) {
    throw new DomainError('unreachable', `${baseUrl} answers for another instance or another registry`, {
      answer,
    })
  }
}
