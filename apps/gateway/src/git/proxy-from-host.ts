import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import { refuse } from './git-answer.ts'
import { readWhole } from './request-body.ts'
import { cors, gone, requestFor } from './serve-repository.ts'

/** Wants and haves; git's own server stops at 10 MiB. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024
/** Headers of git that mean something to the other side. Never cookies, never authorization. */
const PASSED = ['git-protocol', 'accept', 'content-type', 'user-agent'] as const

/**
 * Passes upload-pack's bytes of the host, for clients that follow redirects badly. Only for anonymous readers
 * and only to base URLs of the instance table.
 */
export async function proxyFromHost(
  deps: { safeFetch: SafeFetch['safeFetch'] },
  req: IncomingMessage,
  res: ServerResponse,
  target: { url: string; step: 'advertisement' | 'request' },
): Promise<void> {
  const headers: Record<string, string> = {}
  for (const name of PASSED) {
    const value = req.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  let body: Buffer | undefined
  if (target.step === 'request') {
    const input = requestFor(req, res, 'application/x-git-upload-pack-request')
    if (!input) return
    body = await readWhole(input, MAX_REQUEST_BYTES)
    if (!body) return refuse(res, 413, 'the request is too long')
  }
  const answer = await deps
    .safeFetch(target.url, {
      method: target.step === 'request' ? 'POST' : 'GET',
      headers,
      signal: gone(res),
      ...(body === undefined ? {} : { body }),
    })
    .catch(() => undefined)
  if (!answer)
    return refuse(res, 502, 'the host of this design does not answer, and there is no copy here yet')
  const type = answer.headers['content-type']
  res.writeHead(answer.status, {
    'cache-control': 'no-cache',
    'content-type': typeof type === 'string' ? type : 'application/octet-stream',
    ...cors(req),
  })
  await pipeline(Readable.from(answer.body), res).catch(() => res.destroy())
}
