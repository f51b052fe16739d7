import { isIP, type LookupFunction } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { boundedBody } from './bounded-body.ts'
import { checkUrl } from './check-url.ts'
import { pinUrl } from './pin-url.ts'
import { type ResolveHost, resolveWithSystem } from './resolve-host.ts'
import { UnsafeUrlError } from './unsafe-url-error.ts'

export interface SafeFetchOptions {
  /** Exact origins, such as `http://localhost:4310`, that may be http and private. There is no global switch. */
  allowPrivateOrigins: readonly string[]
  /** For the whole exchange: name, connection, headers and body. */
  timeoutMs: number
  /** For the body, when a call does not name less. */
  maxBytes: number
  userAgent: string
  /** Default: the system's resolver. */
  resolveHost?: ResolveHost
}

export interface SafeRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  signal?: AbortSignal
  /** Lowers the limit of this call; it cannot raise it. */
  maxBytes?: number
}

export interface SafeResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /**
   * Counted and timed while it is read. Read it to its end or leave the loop: either ends the connection.
   * @throws {UnsafeUrlError} `too-large`, `timeout`, `unreachable` while it is read
   */
  readonly body: AsyncIterable<Uint8Array>
  bytes(): Promise<Uint8Array>
  text(): Promise<string>
  /** @throws {SyntaxError} if the body is no JSON */
  json(): Promise<unknown>
}

export interface SafeFetch {
  /**
   * Sends one request to a URL that somebody else chose. Nothing is added to the headers but the user agent:
   * no cookie, no authorization. A status of 400 or more is an answer, not an error.
   *
   * @throws {UnsafeUrlError} with any of its codes; the reason of `signal` if that aborted
   */
  safeFetch(url: string | URL, options?: SafeRequest): Promise<SafeResponse>

  /**
   * The same checks for a program that connects by itself. With git, hand over one
   * `http.curloptResolve=host:port:address,address` and switch redirects off.
   *
   * @throws {UnsafeUrlError} `scheme`, `credentials`, `private-address`, `unresolvable`, `timeout`
   */
  resolvePinned(url: string | URL, options?: { signal?: AbortSignal }): Promise<PinnedHost>
}

export interface PinnedHost {
  readonly origin: string
  /** Without brackets. */
  readonly host: string
  readonly port: number
  readonly addresses: string[]
}

/** @throws {Error} for a listed origin that is no exact http or https origin */
export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  const { timeoutMs, userAgent, resolveHost = resolveWithSystem } = options
  for (const origin of options.allowPrivateOrigins) {
    if (URL.parse(origin)?.origin !== origin)
      throw new Error(`not an exact origin: ${JSON.stringify(origin)}`)
    checkUrl(origin, new Set([origin]))
  }
  const deps = { resolveHost, listedOrigins: new Set(options.allowPrivateOrigins) }

  return {
    async resolvePinned(input, { signal } = {}) {
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        const pinned = await pinUrl(deps, input, signal ? AbortSignal.any([timeout, signal]) : timeout)
        return {
          origin: pinned.url.origin,
          host: pinned.host,
          port: pinned.port,
          addresses: [...pinned.addresses],
        }
      } catch (fault) {
        throw toError(fault, { timeout, timeoutMs, signal })
      }
    },

    async safeFetch(input, { method = 'GET', headers = {}, body, signal, ...own } = {}) {
      const maxBytes = Math.min(own.maxBytes ?? options.maxBytes, options.maxBytes)
      const timeout = AbortSignal.timeout(timeoutMs)
      const both = signal ? AbortSignal.any([timeout, signal]) : timeout
      const mapFault = (fault: unknown) => toError(fault, { timeout, timeoutMs, signal })
      let agent: Agent | undefined
      try {
        const { url, addresses } = await pinUrl(deps, input, both)
        // An agent for each request: a kept connection would outlive the check of its address.
        agent = new Agent({
          connect: { lookup: lookupIn(addresses), timeout: timeoutMs, autoSelectFamily: true },
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          maxHeaderSize: 32 * 1024,
          pipelining: 0,
        })
        const response = await request(url, {
          method,
          headers: { 'user-agent': userAgent, ...headers },
          body: body ?? null,
          signal: both,
          dispatcher: agent,
        })
        refuse(response, url, method === 'HEAD' ? Number.POSITIVE_INFINITY : maxBytes)
        return toResponse(response, boundedBody(response.body, maxBytes, mapFault), agent)
      } catch (fault) {
        void agent?.destroy()
        throw mapFault(fault)
      }
    },
  }
}

function refuse({ statusCode, headers }: Dispatcher.ResponseData, url: URL, maxBytes: number): void {
  if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) {
    const target = URL.parse(String(headers.location ?? ''), url)
    const place = target ? `${target.origin}${target.pathname}`.slice(0, 500) : 'nowhere'
    throw new UnsafeUrlError('redirect', `${url.origin} redirects to ${place}`)
  }
  if (Number(headers['content-length']) > maxBytes) {
    throw new UnsafeUrlError('too-large', `the body is over ${maxBytes} bytes`)
  }
}

function toResponse(
  { statusCode, headers }: Dispatcher.ResponseData,
  bounded: AsyncIterable<Uint8Array>,
  agent: Agent,
): SafeResponse {
  async function* closing(): AsyncGenerator<Uint8Array> {
    try {
      yield* bounded
    } finally {
      void agent.destroy()
    }
  }
  const body = closing()
  const bytes = async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  return {
    status: statusCode,
    headers,
    body,
    bytes,
    text: async () => (await bytes()).toString('utf8'),
    json: async () => JSON.parse((await bytes()).toString('utf8')),
  }
}

/** Answers the socket's question for the name from what was checked, whatever DNS says by now. */
function lookupIn(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, callback) => {
    if (options.all) callback(null, all)
    else callback(null, all[0]?.address ?? '', all[0]?.family)
  }
}

function toError(
  fault: unknown,
  {
    timeout,
    timeoutMs,
    signal,
  }: { timeout: AbortSignal; timeoutMs: number; signal?: AbortSignal | undefined },
): unknown {
  if (fault instanceof UnsafeUrlError) return fault
  if (signal?.aborted) return signal.reason
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (timeout.aborted || code.endsWith('_TIMEOUT')) {
    return new UnsafeUrlError('timeout', `no complete answer within ${timeoutMs} ms`, { cause: fault })
  }
  return new UnsafeUrlError('unreachable', 'the connection failed', { cause: fault })
}
