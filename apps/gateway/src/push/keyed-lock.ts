/** Lets one holder at a time through for each key, in the order of asking. */
export interface KeyedLock {
  /** @returns the release; calling it again does nothing. */
  acquire(key: string): Promise<() => void>
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>()
  return {
    async acquire(key) {
      const before = tails.get(key)
      const { promise, resolve } = Promise.withResolvers<void>()
      tails.set(key, promise)
      await before
      return () => {
        if (tails.get(key) === promise) tails.delete(key)
        resolve()
      }
    },
  }
}
