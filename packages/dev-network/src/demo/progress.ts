/** What the demo tells while it works. */
export interface Progress {
  /** Says what happens, then how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>
  note(text: string): void
}

export function createProgress(write: (text: string) => void): Progress {
  return {
    async step(title, work) {
      const started = performance.now()
      write(`${title} …\n`)
      const done = await work()
      write(`${title}: done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
      return done
    },
    note: (text) => write(`  ${text}\n`),
  }
}
