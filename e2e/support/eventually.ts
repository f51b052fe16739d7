const TIMEOUT_MS = 20_000

/** Waits for a state that comes by itself; fails with the last thing that was wrong. */
export async function eventually<T>(look: () => Promise<T> | T, timeoutMs = TIMEOUT_MS): Promise<T> {
  const until = Date.now() + timeoutMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}
