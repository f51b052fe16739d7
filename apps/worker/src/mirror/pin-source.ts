import { isIP } from 'node:net'
import type { DesignId } from '@truss/contracts/ids'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import type { Source } from './choose-sources.ts'

/** A git URL together with the only addresses that git may connect to for it. */
export interface PinnedSource {
  readonly url: string
  readonly pinnedAddresses: readonly string[]
  readonly allowProtocols: readonly ('http' | 'https')[]
}

/** @throws {UnsafeUrlError} when the instance's address is not one to fetch from, or has no address */
export async function pinSource(
  { resolvePinned }: Pick<SafeFetch, 'resolvePinned'>,
  source: Source,
  design: DesignId,
  signal: AbortSignal,
): Promise<PinnedSource> {
  const { origin, host, port, addresses } = await resolvePinned(source.baseUrl, { signal })
  const bracketed = addresses.map((address) => (isIP(address) === 6 ? `[${address}]` : address))
  return {
    url: `${origin}/-/git/${design}.git`,
    // An address needs no resolver, and git has no pin for IPv6 literals.
    pinnedAddresses: isIP(host) === 0 ? [`${host}:${port}:${bracketed.join(',')}`] : [],
    allowProtocols: [origin.startsWith('https:') ? 'https' : 'http'],
  }
}
