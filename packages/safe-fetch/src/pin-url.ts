import { isIP } from 'node:net'
import { type CheckedUrl, checkUrl } from './check-url.ts'
import { isPublicAddress } from './public-address.ts'
import type { ResolveHost } from './resolve-host.ts'
import { UnsafeUrlError } from './unsafe-url-error.ts'

export interface PinDeps {
  resolveHost: ResolveHost
  /** Exact origins that may be http and private. */
  listedOrigins: ReadonlySet<string>
}

export interface PinnedUrl extends CheckedUrl {
  /** At least one; whoever connects must use these and never resolve the name again. */
  readonly addresses: readonly string[]
}

/**
 * Checks a URL, resolves its host once and checks every address. One bad address among good ones refuses
 * the name: nobody publishes a private address by honest mistake next to a public one.
 *
 * @throws {UnsafeUrlError} `scheme`, `credentials`, `private-address`, `unresolvable`, `timeout`
 */
export async function pinUrl(
  { resolveHost, listedOrigins }: PinDeps,
  input: string | URL,
  signal: AbortSignal,
): Promise<PinnedUrl> {
  const checked = checkUrl(input, listedOrigins)
  const { host, listed } = checked
  const addresses = isIP(host) === 0 ? await resolve(resolveHost, host, signal) : [host]
  for (const address of addresses) {
    if (!listed && !isPublicAddress(address)) {
      throw new UnsafeUrlError('private-address', `${host} is not a public address`)
    }
  }
  return { ...checked, addresses }
}

async function resolve(
  resolveHost: ResolveHost,
  host: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const over = Promise.withResolvers<never>()
  const onAbort = (): void => over.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    signal.throwIfAborted()
    // The system's lookup cannot be cancelled; its late answer is dropped.
    const addresses = [...new Set(await Promise.race([resolveHost(host), over.promise]))]
    if (addresses.length === 0 || addresses.some((address) => isIP(address) === 0)) {
      throw new UnsafeUrlError('unresolvable', `${host} has no address`)
    }
    return addresses
  } catch (cause) {
    if (cause instanceof UnsafeUrlError || signal.aborted) throw cause
    throw new UnsafeUrlError('unresolvable', `${host} cannot be resolved`, { cause })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
