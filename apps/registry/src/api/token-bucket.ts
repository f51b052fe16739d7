import { DomainError } from '@truss/domain/errors'

/** Keys that are remembered at most; the oldest go first. */
const MAX_KEYS = 10_000

/** Lets `burst` through at once and one more every `refillMs`, for each key. In memory: it slows, it is no lock. */
export function createTokenBucket(
  options: { burst: number; refillMs: number },
  clock: { now(): Date },
): (key: string) => void {
  const full = new Map<string, { tokens: number; at: number }>()
  return (key) => {
    const now = clock.now().getTime()
    const known = full.get(key) ?? { tokens: options.burst, at: now }
    const tokens = Math.min(options.burst, known.tokens + (now - known.at) / options.refillMs)
    full.delete(key)
    if (tokens < 1) {
      full.set(key, { tokens, at: now })
      throw new DomainError('too-many-requests', 'that was often: wait a little and try again')
    }
    full.set(key, { tokens: tokens - 1, at: now })
    const [oldest] = full.keys()
    if (full.size > MAX_KEYS && oldest !== undefined) full.delete(oldest)
  }
}
