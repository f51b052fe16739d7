import { Readable } from 'node:stream'
import { DomainError } from '@truss/domain/errors'
import { blobAt, readBlob, streamBlob } from '@truss/git/read-blob'
import { mayBeText, textOf } from '../api/file-kind.ts'
import { orProblem } from '../api/git-problem.ts'
import { cutRange, parseRange } from './byte-range.ts'
import { BYTES_TYPE, contentTypeOf, TEXT_TYPE } from './content-type.ts'
import type { FilesDeps } from './files-deps.ts'
import { openOrRedirect } from './open-or-redirect.ts'

const SNIFFED_BYTES = 8000
const NO_FILE = 'there is no such file at this revision'

/** Somebody else's file on our origin: it must not be able to do anything there. */
const HARMLESS = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-site',
  'referrer-policy': 'no-referrer',
}

/**
 * The bytes of a file at `/<owner>/<slug>/raw/<path>?at=`, with its oid as ETag and single ranges.
 *
 * @throws {DomainError} `design-not-found`, `copy-not-here`, `ref-not-found`, `path-not-found`
 */
export async function serveRaw(
  deps: Pick<FilesDeps, 'self' | 'stores' | 'repositories'>,
  request: Request,
  address: { owner: string; slug: string },
): Promise<Response> {
  const path = pathOf(request.url)
  const opened = await openOrRedirect(deps, request, address)
  if (opened instanceof Response) return opened
  const { gitDir, commit, pinned } = opened
  const blob = await orProblem('path-not-found', NO_FILE, blobAt(gitDir, commit, path))
  if (!blob) throw new DomainError('path-not-found', NO_FILE)
  const etag = `"${blob.oid}"`
  const headers = new Headers({
    ...HARMLESS,
    etag,
    'accept-ranges': 'bytes',
    // Not for ever even at a commit: a design may be taken down.
    'cache-control': pinned ? 'public, max-age=86400' : 'public, no-cache',
  })
  if (mentions(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers })

  headers.set('content-type', contentTypeOf(path) ?? (await sniff(gitDir, commit, path)))
  const range = rangeOf(request, blob.size, etag)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${blob.size}`)
    return new Response(null, { status: 416, headers })
  }
  headers.set('content-length', String(range ? range.end - range.start + 1 : blob.size))
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${blob.size}`)
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const bytes = streamBlob(gitDir, blob.oid, { signal: request.signal })
  const stream = range ? Readable.from(cutRange(bytes, range), { objectMode: false }) : bytes
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers })
}

/** The path behind `/raw/`, from the address as it was sent: a slash that was encoded separates nothing in git either. */
function pathOf(url: string): string {
  const [, , , , ...segments] = new URL(url).pathname.split('/')
  try {
    return segments.map(decodeURIComponent).join('/')
  } catch {
    throw new DomainError('path-not-found', NO_FILE)
  }
}

async function sniff(gitDir: string, commit: string, path: string): Promise<string> {
  const { content, truncated } = await readBlob(gitDir, commit, path, { maxBytes: SNIFFED_BYTES })
  if (mayBeText(path) && !content.includes(0) && (truncated || textOf(content) !== undefined))
    return TEXT_TYPE
  return BYTES_TYPE
}

function rangeOf(request: Request, size: number, etag: string) {
  const condition = request.headers.get('if-range')
  if (condition !== null && condition !== etag) return undefined
  return parseRange(request.headers.get('range'), size)
}

function mentions(header: string | null, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}
