/** A request of a git client, as the path says it. Rights come from here, never from a query parameter. */
export interface GitRoute {
  readonly service: 'upload-pack' | 'receive-pack'
  /** `advertisement`: the first GET; `request`: the POST that follows. */
  readonly step: 'advertisement' | 'request'
  readonly target:
    | { readonly kind: 'name'; readonly owner: string; readonly slug: string }
    /** How instances fetch from each other: by id, never redirected. */
    | { readonly kind: 'id'; readonly design: string }
}

export type GitMatch =
  | { readonly kind: 'git'; readonly route: GitRoute }
  /** Looks like git and cannot be served: wrong method, or a service that is not offered. */
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 405; readonly message: string }

const BY_ID = /^\/-\/git\/([a-z2-7]{52})\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/
const BY_NAME = /^\/([^/]{1,300})\/([^/]{1,300}?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/

/**
 * Whether a request is one of git's. `info/refs` names its service in the query because the protocol does;
 * that choice only says which advertisement is wanted, and each has its own rights.
 *
 * @returns undefined when the path is not git's
 */
export function matchGit(method: string, url: URL): GitMatch | undefined {
  const path = decode(url.pathname)
  if (path === undefined) return undefined
  const byId = BY_ID.exec(path)
  const byName = byId ? null : BY_NAME.exec(path)
  const last = byId?.[2] ?? byName?.[3]
  if (last === undefined) return undefined
  const target = byId?.[1]
    ? ({ kind: 'id', design: byId[1] } as const)
    : ({ kind: 'name', owner: byName?.[1] ?? '', slug: byName?.[2] ?? '' } as const)

  const allowed = last === 'info/refs' ? 'GET' : 'POST'
  if (method !== allowed) return { kind: 'refused', status: 405, message: `use ${allowed} here` }
  if (last !== 'info/refs') {
    const service = last === 'git-receive-pack' ? 'receive-pack' : 'upload-pack'
    return pushById(service, target) ?? { kind: 'git', route: { service, step: 'request', target } }
  }
  const asked = url.searchParams.get('service')
  if (asked !== 'git-upload-pack' && asked !== 'git-receive-pack') {
    return {
      kind: 'refused',
      status: 403,
      message: 'this server speaks smart HTTP only: use git 1.6.6 or newer, or another client',
    }
  }
  const service = asked === 'git-receive-pack' ? 'receive-pack' : 'upload-pack'
  return pushById(service, target) ?? { kind: 'git', route: { service, step: 'advertisement', target } }
}

function pushById(service: GitRoute['service'], target: GitRoute['target']): GitMatch | undefined {
  if (service !== 'receive-pack' || target.kind !== 'id') return undefined
  return { kind: 'refused', status: 403, message: 'push to the address with the design’s name' }
}

/** Percent-decoded once; a slash that was hidden in a segment must not make new segments. */
function decode(pathname: string): string | undefined {
  if (/%2f|%5c|%00/i.test(pathname)) return undefined
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}
