import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { serviceAnnouncement } from '@truss/git/pkt-line'
import { receivePack } from '@truss/git/receive-pack'
import type { ServedGit } from '@truss/git/serve-stream'
import { parseGitProtocol, uploadPack } from '@truss/git/upload-pack'
import { gitHeaders, refuse } from './git-answer.ts'
import { requestBody } from './request-body.ts'

/** Serves one step of a fetch from a repository on this machine. */
export async function serveUploadPack(
  req: IncomingMessage,
  res: ServerResponse,
  fetch: { gitDir: string; step: 'advertisement' | 'request' },
): Promise<void> {
  const { gitDir, step } = fetch
  const advertise = step === 'advertisement'
  const version = parseGitProtocol(header(req, 'git-protocol'))
  const signal = gone(res)
  if (advertise) {
    res.writeHead(200, { ...gitHeaders('application/x-git-upload-pack-advertisement'), ...cors(req) })
    if (version !== 2) res.write(serviceAnnouncement('git-upload-pack'))
    return send(res, uploadPack({ gitDir, version, advertise, signal }))
  }
  const input = requestFor(req, res, 'application/x-git-upload-pack-request')
  if (!input) return
  res.writeHead(200, { ...gitHeaders('application/x-git-upload-pack-result'), ...cors(req) })
  return send(res, uploadPack({ gitDir, version, advertise, input, signal }))
}

/** Lists refs to somebody who may push. */
export async function advertiseReceivePack(
  res: ServerResponse,
  push: { gitDir: string; hooksPath: string; maxPushBytes: number },
): Promise<void> {
  res.writeHead(200, gitHeaders('application/x-git-receive-pack-advertisement'))
  res.write(serviceAnnouncement('git-receive-pack'))
  return send(
    res,
    receivePack({
      gitDir: push.gitDir,
      hooksPath: push.hooksPath,
      maxInputBytes: push.maxPushBytes,
      advertise: true,
      signal: gone(res),
      decide: async () => ({ accept: false, message: 'an advertisement moves nothing' }),
    }),
  )
}

/** The body of a git request of the right type; otherwise the refusal is answered. */
export function requestFor(req: IncomingMessage, res: ServerResponse, contentType: string) {
  if (req.headers['content-type'] !== contentType) {
    refuse(res, 415, `the content type must be ${contentType}`)
    return undefined
  }
  const body = requestBody(req)
  if (!body) refuse(res, 415, 'the content encoding must be gzip or none')
  return body
}

/** Streams with back-pressure; a client that leaves ends git. */
export async function send(res: ServerResponse, served: ServedGit): Promise<void> {
  // The pipeline rejects when the client left or git broke off: the connection is closed either way, and
  // an unfinished chunked answer tells the client that it is not whole.
  await pipeline(served.stdout, res).catch(() => res.destroy())
  await served.done
}

/** Aborts when the client has gone. */
export function gone(res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) controller.abort()
  })
  return controller.signal
}

/** Browsers may read public designs by git from other pages; nobody else sees an extra header. */
export function cors(req: IncomingMessage): Record<string, string> {
  if (req.headers.origin === undefined) return {}
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'content-type' }
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name]
  return Array.isArray(value) ? value[0] : value
}
