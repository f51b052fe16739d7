import type { HasClock } from '../deps.ts'

/** Remembers which hosts do not answer, so that they are left alone for a while. */
export interface CircuitBreaker {
  /** False while the host is left alone. Afterwards one failure more closes it again. */
  allows(key: string): boolean
  failed(key: string): void
  succeeded(key: string): void
}

export function createCircuitBreaker(
  { clock }: HasClock,
  { failures, openMs }: { failures: number; openMs: number },
): CircuitBreaker {
  const hosts = new Map<string, { count: number; openUntil: number }>()
  return {
    allows: (key) => (hosts.get(key)?.openUntil ?? 0) <= clock.now().getTime(),
    failed(key) {
      const count = (hosts.get(key)?.count ?? 0) + 1
      hosts.set(key, { count, openUntil: count < failures ? 0 : clock.now().getTime() + openMs })
    },
    succeeded(key) {
      hosts.delete(key)
    },
  }
}
