import { Readable } from 'node:stream'
import { DomainError } from '@truss/domain/errors'
import { archive } from '@truss/git/archive'
import type { FilesDeps } from './files-deps.ts'
import { openOrRedirect } from './open-or-redirect.ts'

/** Archives that are packed at the same time: each keeps a core busy. */
const MAX_AT_ONCE = 4

/** Serves `/<owner>/<slug>/zip?at=`: everything at a branch, tag or commit. */
export function createZipServer(
  deps: Pick<FilesDeps, 'self' | 'stores' | 'repositories'>,
): (request: Request, address: { owner: string; slug: string }) => Promise<Response> {
  let active = 0

  return async (request, address) => {
    const opened = await openOrRedirect(deps, request, address)
    if (opened instanceof Response) return opened
    const { gitDir, commit, pinned, design } = opened
    const name = `${design.slug}-${labelOf(request, commit)}`
    const headers = new Headers({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}.zip"`,
      'x-content-type-options': 'nosniff',
      etag: `"${commit}-zip"`,
      'cache-control': pinned ? 'public, max-age=86400' : 'public, no-cache',
    })
    if (request.headers.get('if-none-match') === headers.get('etag')) {
      return new Response(null, { status: 304, headers })
    }
    if (request.method === 'HEAD') return new Response(null, { headers })
    if (active >= MAX_AT_ONCE) {
      throw new DomainError('too-many-requests', 'many archives are being packed now, try again in a minute')
    }
    const stream = archive(gitDir, commit, { format: 'zip', prefix: name, signal: request.signal })
    active += 1
    stream.once('close', () => {
      active -= 1
    })
    return new Response(Readable.toWeb(stream) as ReadableStream, { headers })
  }
}

/** What the file's name says about the state: the branch or tag as it was asked for, else the commit. */
function labelOf(request: Request, commit: string): string {
  const at = new URL(request.url).searchParams.get('at') ?? ''
  const plain = at.replace(/^refs\/(?:heads|tags)\//, '').replace(/[^A-Za-z0-9._-]+/g, '-')
  const label = plain.replace(/^[.-]+|[.-]+$/g, '').slice(0, 60)
  return label === '' || at === commit ? commit.slice(0, 10) : label
}
