import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** RFC 9110, 7.6.1, and the older ones that proxies meet. */
const HOP_BY_HOP = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
)

/** What only this process may tell the pages: who was asked, how, by whom, and with which session. */
const OURS = /^(?:forwarded|x-forwarded-.*|x-real-ip|truss-session|x-middleware-.*)$/

/** Headers for the pages, and whether a body goes with them. */
export function requestHeaders(
  req: IncomingMessage,
  proto: 'http' | 'https',
): { headers: OutgoingHttpHeaders; body: boolean } {
  const dropped = namedByConnection(req.headers.connection)
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(req.headers)) {
    if (!HOP_BY_HOP.has(name) && !OURS.test(name) && !dropped.has(name)) headers[name] = value
  }
  headers['x-forwarded-host'] = req.headers.host ?? ''
  headers['x-forwarded-proto'] = proto
  headers['x-forwarded-for'] = req.socket.remoteAddress ?? ''

  const chunked = req.headers['transfer-encoding'] !== undefined
  const body =
    req.method !== 'GET' && req.method !== 'HEAD' && (chunked || req.headers['content-length'] !== undefined)
  // A body without framing would be read as the next request on the same connection.
  delete headers['content-length']
  if (body && chunked) headers['transfer-encoding'] = 'chunked'
  else if (body) headers['content-length'] = req.headers['content-length']
  return { headers, body }
}

/** Raw headers of an answer (name, value, name, …) without those that concern one connection only. */
export function withoutHopByHop(raw: readonly string[]): string[] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? ''])
  const connection = pairs.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value)
  const dropped = namedByConnection(connection.join(','))
  return pairs
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()))
    .flat()
}

function namedByConnection(header: string | undefined): Set<string> {
  return new Set((header ?? '').split(',').map((name) => name.trim().toLowerCase()))
}
