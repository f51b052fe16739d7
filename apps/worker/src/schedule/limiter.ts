/** Lets a limited number of tasks run at the same time; the others wait in line. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>

export function createLimiter(max: number): Limiter {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running < max) running += 1
    // The one that ends hands its place over, so the count stays.
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/** The same for each key, below a limit for all together. */
export function createKeyedLimiter(limits: {
  perKey: number
  inAll: number
}): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const all = createLimiter(limits.inAll)
  const keys = new Map<string, { limiter: Limiter; users: number }>()
  return async (key, task) => {
    const entry = keys.get(key) ?? { limiter: createLimiter(limits.perKey), users: 0 }
    keys.set(key, entry)
    entry.users += 1
    try {
      // First the key's line: whoever waits for a slow key must not hold a place that others could use.
      return await entry.limiter(() => all(task))
    } finally {
      entry.users -= 1
      if (entry.users === 0) keys.delete(key)
    }
  }
}
