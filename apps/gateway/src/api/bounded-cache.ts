/** Remembers the values that were used last, `limit` of them; a failed computation is not remembered. */
export class BoundedCache<T> {
  readonly #entries = new Map<string, Promise<T>>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** Callers that ask for one key at the same time share one computation. */
  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    // Taken out and put back: a Map lists its keys in the order of insertion, so the first is the longest unused.
    if (known) this.#entries.delete(key)
    const value = known ?? compute()
    this.#entries.set(key, value)
    if (!known) {
      value.catch(() => {
        if (this.#entries.get(key) === value) this.#entries.delete(key)
      })
    }
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break
      this.#entries.delete(oldest)
    }
    return value
  }
}
