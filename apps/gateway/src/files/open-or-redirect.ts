import type { Oid } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import { copyStatus } from '../api/copy-status.ts'
import { findDesign } from '../api/find-design.ts'
import { type OpenCopy, type OpenCopyDeps, openCopyOf } from '../api/open-copy.ts'
import { resolveRevision } from '../api/resolve-revision.ts'

export interface OpenRevision extends OpenCopy {
  readonly commit: Oid
  /** The visitor named the commit itself: what they get can never change. */
  readonly pinned: boolean
}

/**
 * The commit that `?at=` names, or a redirect to the host when it is not to be had here.
 *
 * @throws {DomainError} `design-not-found`, `copy-not-here`, `ref-not-found`
 */
export async function openOrRedirect(
  deps: OpenCopyDeps,
  request: Request,
  address: { owner: string; slug: string },
): Promise<OpenRevision | Response> {
  const { design } = await findDesign(deps.stores, address)
  const opened = await openCopyOf(deps, design)
  const at = new URL(request.url).searchParams.get('at')?.slice(0, 256) || undefined
  const redirect = async (): Promise<Response | undefined> => {
    if (design.host === deps.self.id || request.headers.has('authorization')) return undefined
    const host = await deps.stores.catalog.instance(design.host)
    return host && toHost(host.baseUrl, request)
  }
  if (!opened) {
    const elsewhere = await redirect()
    if (elsewhere) return elsewhere
    throw new DomainError('copy-not-here', 'the files of this design are not here')
  }
  try {
    const revision = await resolveRevision(opened.gitDir, at)
    if (!revision) throw new DomainError('ref-not-found', 'this design has no files yet')
    return { ...opened, commit: revision.commit, pinned: at === revision.commit }
  } catch (error) {
    const behind = copyStatus(design, opened.copy, deps.self.id).verdict !== 'verified'
    const elsewhere = behind && error instanceof DomainError ? await redirect() : undefined
    if (elsewhere) return elsewhere
    throw error
  }
}

/** The same address at another instance; the base comes from the signed table, never from the request. */
function toHost(baseUrl: string, request: Request): Response {
  const { pathname, search } = new URL(request.url)
  // Prefixed, not resolved: a path that begins with two slashes would name another host.
  const location = baseUrl + pathname + search
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })
}
