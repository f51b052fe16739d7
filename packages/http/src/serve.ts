import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export interface Listening extends AsyncDisposable {
  readonly server: Server
  readonly port: number
}

/** The node objects behind a request, for libraries that speak node's own http. */
export interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** A node listener for a fetch-style app, without replacing the globals of the process. */
export function nodeListener(
  fetch: (request: Request, env: NodeBindings) => Response | Promise<Response>,
): (req: IncomingMessage, res: ServerResponse) => void {
  return getRequestListener((request, env) => fetch(request, env as NodeBindings), {
    overrideGlobalObjects: false,
  })
}

/** Listens; closing ends idle connections at once and busy ones after `graceMs`. */
export async function listen(
  listener: RequestListener,
  options: { host: string; port: number; graceMs?: number },
): Promise<Listening> {
  const server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 0 },
    listener,
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), options.graceMs ?? 2_000)
      await closed
      clearTimeout(force)
    },
  }
}
