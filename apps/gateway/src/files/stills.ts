import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { DesignId, Oid } from '@truss/contracts/ids'
import { QUEUES, type StillJob } from '@truss/contracts/jobs'
import { DomainError } from '@truss/domain/errors'
import { answerProblem } from '@truss/http/api'
import { openCopyOf } from '../api/open-copy.ts'
import type { FilesDeps } from './files-deps.ts'
import { createStillSources } from './find-still-source.ts'
import { failedStillKey, STILL_NAME, STILL_WAKE, stillKey } from './still-names.ts'

/** A visitor who looks at a page waits so long for a picture, then the page asks again. */
const WAIT_MS = 3_000
const RETRY_AFTER_SECONDS = 5
/** Requests that wait at the same time; further ones are told to come back. */
const MAX_WAITING = 64
const NO_STILL = 'there is no still of this file'

/** Serves `/-/stills/<design>/<blob>/<480|1200>-<light|dark>.webp`, made on demand by the worker. */
export function createStillServer(
  deps: FilesDeps,
): (request: Request, named: { design: string; blob: string; name: string }) => Promise<Response> {
  const { blobs, queue, stores } = deps
  const pathOf = createStillSources()
  let waiting = 0

  async function askWorker(job: StillJob, key: string, signal: AbortSignal): Promise<void> {
    const woken = Promise.withResolvers<void>()
    const timer = setTimeout(woken.resolve, WAIT_MS)
    signal.addEventListener('abort', () => woken.resolve(), { once: true })
    waiting += 1
    try {
      // Listening comes first: a quick worker must not have called before somebody hears it.
      using _listening = await queue.onWake(STILL_WAKE, (blob) => {
        if (blob === job.blob) woken.resolve()
      })
      await queue.publish(QUEUES.still, job, { id: job.blob })
      if ((await blobs.statDerived(key)) === null) await woken.promise
    } finally {
      waiting -= 1
      clearTimeout(timer)
    }
  }

  return async (request, named) => {
    const design = DesignId.safeParse(named.design)
    const oid = Oid.safeParse(named.blob)
    if (!design.success || !oid.success || !STILL_NAME.test(named.name)) {
      throw new DomainError('not-found', NO_STILL)
    }
    const key = stillKey(oid.data, named.name)
    const made = await serve(deps, request, key)
    if (made) return made
    await refuseFailed(deps, oid.data)

    const entry = await stores.catalog.byId(design.data)
    const opened = entry && (await openCopyOf(deps, entry.design))
    if (!opened) throw new DomainError('not-found', NO_STILL)
    const repository = { design: design.data, digest: opened.copy.digest, gitDir: opened.gitDir }
    const path = await pathOf(repository, oid.data)
    if (path === undefined) throw new DomainError('not-found', NO_STILL)

    const job = { design: design.data, blob: oid.data, path }
    if (waiting < MAX_WAITING) await askWorker(job, key, request.signal)
    else await queue.publish(QUEUES.still, job, { id: job.blob })
    const answer = await serve(deps, request, key)
    if (answer) return answer
    await refuseFailed(deps, oid.data)
    return retryLater(deps)
  }
}

async function serve(
  { blobs }: Pick<FilesDeps, 'blobs'>,
  request: Request,
  key: string,
): Promise<Response | undefined> {
  const found = await blobs.getDerived(key)
  if (!found) return undefined
  const headers = {
    'content-type': 'image/webp',
    'content-length': String(found.size),
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'same-site',
    'x-content-type-options': 'nosniff',
  }
  if (request.method !== 'HEAD')
    return new Response(Readable.toWeb(found.stream) as ReadableStream, { headers })
  found.stream.destroy()
  return new Response(null, { headers })
}

/** Says why there is no still, once that is known: asking again would not help. */
async function refuseFailed({ blobs }: Pick<FilesDeps, 'blobs'>, blob: Oid): Promise<void> {
  const marker = await blobs.getDerived(failedStillKey(blob))
  if (!marker) return
  const chunks: Buffer[] = []
  for await (const chunk of marker.stream) chunks.push(chunk as Buffer)
  throw new DomainError('not-found', `no still could be made: ${Buffer.concat(chunks).toString('utf8')}`)
}

function retryLater({ log }: Pick<FilesDeps, 'log'>): Response {
  const error = new DomainError('not-found', 'the still is being made, ask again in a few seconds')
  const response = answerProblem(error, { requestId: randomUUID(), route: 'stills' }, log)
  response.headers.set('retry-after', String(RETRY_AFTER_SECONDS))
  return response
}
