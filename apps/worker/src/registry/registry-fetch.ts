import { type Client, createClient } from '@truss/client/client'
import type { FeedIndex } from '@truss/contracts/ids'
import { REGISTRY_API } from '@truss/contracts/registry-routes'

/** Adds this instance's signature. */
export type SignRequest = (request: Request) => Promise<Request>

/** How the worker speaks to the registry. */
export interface RegistryAccess {
  readonly client: Client
  /** The stream of news after an index. Resolves once headers are there; the signal ends the body too. */
  openStream(after: FeedIndex, signal: AbortSignal): Promise<Response>
}

/**
 * Signed requests to the one registry that the operator configured. Its address is the operator's word, so it
 * may be private; nothing else is reached this way, and redirects are not followed.
 */
export function createRegistryAccess(registryUrl: string, sign: SignRequest): RegistryAccess {
  const { origin } = new URL(registryUrl)
  const send = async (request: Request, signal?: AbortSignal): Promise<Response> => {
    if (new URL(request.url).origin !== origin) throw new Error('not an address of the registry')
    return fetch(request, { redirect: 'manual', ...(signal && { signal }) })
  }
  return {
    client: createClient({
      base: registryUrl + REGISTRY_API,
      fetch: send,
      authorize: sign,
      timeoutMs: 30_000,
    }),
    async openStream(after, signal) {
      const url = new URL(`${registryUrl}${REGISTRY_API}/feed/stream`)
      url.searchParams.set('after', String(after))
      const headers = { accept: 'text/event-stream' }
      const response = await send(await sign(new Request(url, { headers, cache: 'no-store' })), signal)
      const type = response.headers.get('content-type') ?? ''
      if (response.status === 200 && type.startsWith('text/event-stream')) return response
      await response.body?.cancel()
      throw new Error(`the feed stream answered ${response.status}`)
    },
  }
}
