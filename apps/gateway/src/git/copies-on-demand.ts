import type { DesignId } from '@truss/contracts/ids'
import { MirrorJob, QUEUES, WAKES } from '@truss/contracts/jobs'
import type { JobQueue } from '@truss/queue/job-queue'
import type { HasClock, Stores } from '../deps.ts'

const DAY_MS = 86_400_000

export type RefreshOutcome = 'ok' | 'refused' | 'failed' | 'too-slow'

export interface CopiesOnDemand extends AsyncDisposable {
  /** Counts a reader who found no copy; enough of them start one, by the operator's policy. */
  missed(design: DesignId): Promise<void>
  /** Asks for a copy now and waits; all who ask at once share one fetch. */
  refresh(design: DesignId, timeoutMs: number): Promise<RefreshOutcome>
}

export async function startCopiesOnDemand(
  deps: HasClock & { stores: Pick<Stores, 'copies'>; queue: JobQueue },
  policy: { missesBeforeMirroring: number },
): Promise<CopiesOnDemand> {
  const { stores, queue, clock } = deps
  const waiting = new Map<string, Set<(outcome: RefreshOutcome) => void>>()
  const listening = await queue.onWake(WAKES.copy, (message) => {
    const [design = '', outcome = ''] = message.split(' ', 2)
    const told = outcome === 'ok' || outcome === 'refused' || outcome === 'failed' ? outcome : undefined
    if (!told) return
    for (const resolve of waiting.get(design) ?? []) resolve(told)
  })
  const ask = (design: DesignId) =>
    queue.publish(QUEUES.mirror, MirrorJob.parse({ design }), { id: design, attempts: 5 })

  return {
    async missed(design) {
      const now = clock.now()
      const count = await stores.copies.miss(design, now, new Date(now.getTime() - DAY_MS))
      if (count >= policy.missesBeforeMirroring) await ask(design)
    },
    async refresh(design, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<RefreshOutcome>()
      const others = waiting.get(design) ?? new Set()
      waiting.set(design, others.add(resolve))
      const timer = setTimeout(resolve, timeoutMs, 'too-slow' satisfies RefreshOutcome)
      try {
        await ask(design)
        return await promise
      } finally {
        clearTimeout(timer)
        others.delete(resolve)
        if (others.size === 0) waiting.delete(design)
      }
    },
    async [Symbol.asyncDispose]() {
      listening[Symbol.dispose]()
    },
  }
}
