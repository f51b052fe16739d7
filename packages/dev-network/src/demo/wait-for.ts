import type { DemoProcess } from './demo-process.ts'

const TIMEOUT_MS = 60_000

/** Waits until an address answers well, or its process ends. */
export async function waitFor(url: string, process: DemoProcess, stop: AbortSignal): Promise<void> {
  let ended: string | undefined
  void process.ended.then((how) => {
    ended = how
  })
  const until = Date.now() + TIMEOUT_MS
  while (!stop.aborted) {
    if (ended !== undefined) throw new Error(`${process.name} ended (${ended}):\n${process.tail()}`)
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) })
      await answer.body?.cancel()
      if (answer.ok) return
    } catch {
      // Not listening yet.
    }
    if (Date.now() > until) throw new Error(`${process.name} does not answer at ${url}:\n${process.tail()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
