/** A local address to come back to; anything else becomes `/`. Open redirects end here. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || next.length > 2000) return '/'
  // One slash, and no backslash, tab or line break, which browsers drop or turn into slashes.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return '/'
  const origin = 'https://here.invalid'
  const url = URL.canParse(next, origin) ? new URL(next, origin) : undefined
  return url?.origin === origin ? url.pathname + url.search + url.hash : '/'
}

/** Where a person signs in and comes back from. */
export function signInAddress(next: string): string {
  return `/signin?next=${encodeURIComponent(safeNext(next))}`
}
