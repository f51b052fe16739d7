import type { Random } from '../deps.ts'
import { fullJitter } from './full-jitter.ts'
import { pause } from './pause.ts'

export interface PumpOptions {
  /** One round of work. Rejecting asks for another round after a pause that grows. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** Goes round by itself so often; left out: only when poked. */
  readonly everyMs?: number
  /** Least time between two rounds that went well. */
  readonly minGapMs?: number
  /** Longest pause after failures. */
  readonly maxBackoffMs?: number
  readonly random: Random
  readonly onError: (error: unknown, failuresInARow: number) => void
}

export interface Pump extends AsyncDisposable {
  /** There is work: go round soon. A pause after a failure is kept. */
  poke(): void
  /** The other side is known to be back: go round now, also out of such a pause. */
  hurry(): void
}

/** Runs one round after another, never two at a time; the first at once. However often it is poked, no round is wasted. */
export function startPump(options: PumpOptions): Pump {
  const { run, everyMs, minGapMs = 0, maxBackoffMs, random, onError } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let wanted = true
  let backingOff = false
  let bell = new AbortController()

  async function rest(ms: number | undefined): Promise<void> {
    bell = new AbortController()
    const either = AbortSignal.any([signal, bell.signal])
    if (ms !== undefined) return pause(ms, either)
    if (!either.aborted) {
      await new Promise((resolve) => either.addEventListener('abort', resolve, { once: true }))
    }
  }

  async function loop(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      if (!wanted) await rest(everyMs)
      if (signal.aborted) return
      wanted = false
      try {
        await run(signal)
        failures = 0
        if (minGapMs > 0) await pause(minGapMs, signal)
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        onError(error, failures)
        wanted = true
        backingOff = true
        await rest(fullJitter(failures, random, maxBackoffMs))
        backingOff = false
      }
    }
  }

  const done = loop()
  return {
    poke() {
      wanted = true
      if (!backingOff) bell.abort()
    },
    hurry() {
      wanted = true
      bell.abort()
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await done
    },
  }
}
