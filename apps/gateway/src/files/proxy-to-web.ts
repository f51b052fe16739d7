import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { requestHeaders, withoutHopByHop } from './proxy-headers.ts'
import { WEB_DOWN_PAGE } from './web-down-page.ts'

/** Nothing came from the pages for so long: they hang. */
const IDLE_TIMEOUT_MS = 60_000
const RETRY_AFTER_SECONDS = '5'

export interface ProxyOptions {
  /** How visitors reach this instance; behind a proxy that ends TLS only the settings know. Default `http`. */
  readonly proto?: 'http' | 'https'
  /** Hears why the pages did not answer. */
  readonly onDown?: (error: Error) => void
}

/**
 * Passes a request on to the pages and their answer back, both as streams, over connections that are kept
 * (node's global agent keeps them). Pages that do not answer are a 503 with a page of its own.
 */
export function proxyToWeb(
  req: IncomingMessage,
  res: ServerResponse,
  webUrl: string,
  options: ProxyOptions = {},
): void {
  send(req, res, webUrl, options, 1)
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  webUrl: string,
  options: ProxyOptions,
  attempt: 1 | 2,
): void {
  const { hostname, port } = new URL(webUrl)
  const { headers, body } = requestHeaders(req, options.proto ?? 'http')
  const { method = 'GET', url: path = '/' } = req
  const upstream = request({ hostname, port, method, path, headers, timeout: IDLE_TIMEOUT_MS })
  const stop = () => upstream.destroy()
  res.once('close', stop)
  upstream.once('timeout', () => upstream.destroy(new Error('the pages take too long')))
  upstream.once('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHopByHop(answer.rawHeaders))
    // Either side that goes away takes the other with it.
    pipeline(answer, res, () => {})
  })
  upstream.once('error', (error: NodeJS.ErrnoException) => {
    res.off('close', stop)
    if (res.destroyed || res.writableEnded) return
    if (res.headersSent) {
      res.destroy()
      return
    }
    // The pages closed an idle connection just when it was taken: nothing was lost but the connection.
    const stale = upstream.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    if (stale && !body && attempt === 1) {
      send(req, res, webUrl, options, 2)
      return
    }
    options.onDown?.(error)
    answerDown(req, res)
  })
  passBody(req, upstream, body)
}

function passBody(req: IncomingMessage, upstream: ClientRequest, body: boolean): void {
  if (body) {
    // By hand: a pipeline would end the connection to the visitor with the one to the pages, and the page that says so.
    req.pipe(upstream)
    req.once('close', () => {
      if (!req.complete) upstream.destroy()
    })
    return
  }
  req.resume()
  upstream.end()
}

function answerDown(req: IncomingMessage, res: ServerResponse): void {
  const headers: Record<string, string> = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'retry-after': RETRY_AFTER_SECONDS,
  }
  // What is still on its way of a body is not waited for.
  if (!req.complete) headers.connection = 'close'
  res.writeHead(503, headers)
  res.end(req.method === 'HEAD' ? undefined : WEB_DOWN_PAGE)
}
