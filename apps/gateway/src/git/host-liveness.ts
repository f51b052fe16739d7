import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'

/** How long an observation counts. */
const KEEP_MS = 5_000

/** Whether an instance answers right now; observations are shared for some seconds. */
export function createHostLiveness(deps: {
  safeFetch: SafeFetch['safeFetch']
  clock: { now(): Date }
}): (baseUrl: string) => Promise<boolean> {
  const seen = new Map<string, { at: number; alive: Promise<boolean> }>()
  return (baseUrl) => {
    const now = deps.clock.now().getTime()
    const known = seen.get(baseUrl)
    if (known && now - known.at < KEEP_MS) return known.alive
    const alive = deps
      .safeFetch(`${baseUrl}/.well-known/truss`, { signal: AbortSignal.timeout(1_500), maxBytes: 10_000 })
      .then(async (answer) => {
        await answer.bytes()
        return answer.status === 200
      })
      .catch(() => false)
    seen.set(baseUrl, { at: now, alive })
    return alive
  }
}
