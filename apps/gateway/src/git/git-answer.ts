import type { ServerResponse } from 'node:http'

const NO_CACHE = {
  expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  pragma: 'no-cache',
  'cache-control': 'no-cache, max-age=0, must-revalidate',
} as const

/** Headers of a git answer, as git-http-backend(1) sends them. */
export function gitHeaders(contentType: string): Record<string, string> {
  return { ...NO_CACHE, 'content-type': contentType }
}

/** Plain text: git shows it to its user, each line after `remote:`. */
export function refuse(
  res: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const body = `${message}\n`
  res.writeHead(status, {
    ...NO_CACHE,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  res.end(body)
}

/** Asks for credentials: the access token goes where the password goes. */
export function challenge(res: ServerResponse, message: string): void {
  refuse(res, 401, message, {
    'www-authenticate': 'Basic realm="Truss: name and access token", charset="UTF-8"',
  })
}

/** Only to base URLs of the instance table, same tail, never cached. */
export function redirect(res: ServerResponse, location: string): void {
  res.writeHead(302, { location, 'cache-control': 'no-store', 'content-length': 0 })
  res.end()
}
