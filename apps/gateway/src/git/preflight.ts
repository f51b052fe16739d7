import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Answers a browser that asks whether a page of another site may read by git: yes, anonymously. Pushing from
 * there is not offered, and no credentials are ever allowed along.
 *
 * @returns false when the request is no such question
 */
export function answerPreflight(req: IncomingMessage, res: ServerResponse, url: URL): boolean {
  if (req.method !== 'OPTIONS' || req.headers.origin === undefined) return false
  const reads =
    url.pathname.endsWith('/git-upload-pack') ||
    (url.pathname.endsWith('/info/refs') && url.searchParams.get('service') === 'git-upload-pack')
  if (!reads) return false
  res.writeHead(204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type, git-protocol, accept',
    'access-control-max-age': '86400',
  })
  res.end()
  return true
}
