import type { FeedIndex } from '@truss/contracts/ids'
import { WAKES } from '@truss/contracts/jobs'
import type { JobQueue } from '@truss/queue/job-queue'
import type { Stores } from './deps.ts'

/** People see what they wrote when this comes in time; otherwise the page says that it follows. */
const TIMEOUT_MS = 2_000

/** Waits until the local catalog holds what a write at the registry led to. */
export async function startWaitForApplied(deps: {
  stores: Pick<Stores, 'replica'>
  queue: JobQueue
}): Promise<((index: FeedIndex) => Promise<boolean>) & Disposable> {
  const waiting = new Set<{ index: number; resolve: (applied: boolean) => void }>()
  const listening = await deps.queue.onWake(WAKES.applied, (message) => {
    const applied = Number(message)
    for (const one of waiting) if (one.index <= applied) one.resolve(true)
  })
  const wait = async (index: FeedIndex) => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const one = { index, resolve }
    // Listening starts before the look, or news in between would be missed.
    waiting.add(one)
    const timer = setTimeout(resolve, TIMEOUT_MS, false)
    try {
      if ((await deps.stores.replica.position()).applied >= index) return true
      return await promise
    } finally {
      clearTimeout(timer)
      waiting.delete(one)
    }
  }
  return Object.assign(wait, { [Symbol.dispose]: () => listening[Symbol.dispose]() })
}
