/** Runs one task at a time for each key, in the order of asking. */
export type Exclusive = <T>(key: string, task: () => Promise<T>) => Promise<T>

/** Git maintenance and a fetch must not meet in one repository: each sweeps the other's temporary files. */
export function createExclusive(): Exclusive {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, task) => {
    const before = tails.get(key)
    const mine = Promise.resolve(before).then(task)
    // The next one waits for this task, whatever became of it.
    const tail = mine.then(
      () => {},
      () => {},
    )
    tails.set(key, tail)
    try {
      return await mine
    } finally {
      if (tails.get(key) === tail) tails.delete(key)
    }
  }
}
