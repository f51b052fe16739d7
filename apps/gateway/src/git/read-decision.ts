/** What an instance that is not the host knows when somebody wants to read a design by git. */
export interface ReadFacts {
  readonly step: 'advertisement' | 'request'
  /** git's own client: follows redirects well. Others are served or proxied. */
  readonly stockGit: boolean
  readonly authorization: boolean
  /** The verified copy here: the newest state known, an older one, or none. */
  readonly copy: 'current' | 'stale' | 'none'
}

/**
 * - `serve`: from the copy here
 * - `refresh`: try for 2 s at most to bring the copy up to date, then decide again with `afterRefresh`
 * - `redirect`: 302 to the host
 * - `proxy`: pass the bytes of the host
 * - `refuse`: 403 with the command to use; credentials must not travel to another host
 */
export type ReadDecision = 'serve' | 'refresh' | 'redirect' | 'proxy' | 'refuse'

/** PROTOCOL, "Reading from an instance that is not the host", rules 2 to 4. */
export function decideRead(facts: ReadFacts): ReadDecision {
  if (facts.step === 'request') {
    // A POST is never redirected. It follows an advertisement that was served here, or comes from a client
    // that forgot where it was sent.
    if (facts.copy !== 'none') return 'serve'
    return facts.authorization ? 'refuse' : 'proxy'
  }
  if (facts.copy === 'current') return 'serve'
  if (facts.authorization) return facts.copy === 'stale' ? 'serve' : 'refuse'
  if (facts.copy === 'stale') return 'refresh'
  return facts.stockGit ? 'redirect' : 'proxy'
}

/** After the shared refresh of a stale copy. */
export function decideAfterRefresh(
  outcome: 'current' | 'failed' | 'too-slow',
  facts: Pick<ReadFacts, 'stockGit'>,
): ReadDecision {
  // The host does not answer: the last verified state is the best there is.
  if (outcome === 'current' || outcome === 'failed') return 'serve'
  return facts.stockGit ? 'redirect' : 'proxy'
}

/** git itself; libgit2 and isomorphic-git call themselves `git/…` too. */
export function isStockGit(userAgent: string | undefined): boolean {
  return /^git\/\d/.test(userAgent ?? '') && !/libgit2/i.test(userAgent ?? '')
}
