import { decodeWake } from './job-input.ts'

/** Who listens to which channel in this process; the transport calls `deliver`. */
export function createWakeListeners(onFault: (fault: Error) => void) {
  const listeners = new Map<string, Set<(message: string) => void>>()
  return {
    add(channel: string, listener: (message: string) => void): Disposable {
      // A wrapper of its own, so that the same function added twice is heard twice and removed once.
      const entry = (message: string): void => listener(message)
      const entries = listeners.get(channel) ?? new Set()
      listeners.set(channel, entries.add(entry))
      return {
        [Symbol.dispose]() {
          entries.delete(entry)
          if (entries.size === 0 && listeners.get(channel) === entries) listeners.delete(channel)
        },
      }
    },
    /** Takes raw text from the transport; what is no wake-up is ignored. */
    deliver(text: string): void {
      const wake = decodeWake(text)
      if (!wake) return
      for (const listener of listeners.get(wake.channel) ?? []) {
        try {
          listener(wake.message)
        } catch (error) {
          onFault(error instanceof Error ? error : new Error(String(error)))
        }
      }
    },
  }
}
