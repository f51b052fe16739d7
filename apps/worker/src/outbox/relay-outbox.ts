import type { Client } from '@truss/client/client'
import type { DesignId } from '@truss/contracts/ids'
import { WAKES } from '@truss/contracts/jobs'
import { putRefState } from '@truss/contracts/registry-routes'
import type { QueuedState } from '@truss/db/instance/outbox-store'
import type { Logger } from '@truss/http/log'
import type { JobQueue } from '@truss/queue/job-queue'
import type { HasClock, Random, Stores } from '../deps.ts'
import { fullJitter } from '../schedule/full-jitter.ts'
import { createLimiter } from '../schedule/limiter.ts'
import { type Pump, startPump } from '../schedule/pump.ts'
import { classifyFailure } from './classify-failure.ts'

/** Designs whose states are sent at the same time. */
const PARALLEL = 4
/** States looked at in one go, so that designs that wait do not hide the others. */
const WINDOW = 500
/** Longest pause while the registry does not answer; it is cut short when the feed is there again. */
const MAX_BACKOFF_MS = 10_000

export interface RelayOutboxDeps extends HasClock {
  readonly stores: Pick<Stores, 'outbox'>
  readonly registry: Client
  readonly queue: JobQueue
  readonly everyMs: number
  readonly random: Random
  readonly log: Logger
  /** The registry has recorded a state. */
  readonly onSent?: (state: QueuedState) => Promise<void>
}

/**
 * Sends signed states to the registry, those of one design in order: the next one is not touched before the one
 * before it is recorded. Woken by pushes, and looks for itself from time to time.
 */
export async function startOutboxRelay(deps: RelayOutboxDeps): Promise<Pump> {
  const { clock, random, log } = deps
  const { outbox } = deps.stores
  const waits = new Map<DesignId, { failures: number; until: number }>()
  const stale = new Set<number>()
  const limit = createLimiter(PARALLEL)

  function postpone(design: DesignId): void {
    const failures = (waits.get(design)?.failures ?? 0) + 1
    waits.set(design, { failures, until: clock.now().getTime() + fullJitter(failures + 3, random) })
  }

  async function send(state: QueuedState): Promise<'sent' | 'waits' | 'no-answer'> {
    const { id, design, epoch, seq, record } = state
    const facts = { design, epoch, seq }
    try {
      await deps.registry.call(putRefState, { params: { design }, body: { record } })
    } catch (error) {
      const failure = classifyFailure(error)
      await outbox.failed(id)
      if (failure === 'no-answer') return failure
      if (failure === 'final' || (failure === 'recheck' && stale.has(id))) {
        stale.delete(id)
        const reason = error instanceof Error ? error.message : String(error)
        await outbox.refused(id, reason)
        log.error({ ...facts, reason }, 'the registry refuses a state, its design waits for the operator')
        return 'waits'
      }
      if (failure === 'recheck') stale.add(id)
      else log.warn({ ...facts, err: error }, 'state not taken yet')
      postpone(design)
      return 'waits'
    }
    await outbox.sent(id)
    waits.delete(design)
    stale.delete(id)
    log.info(facts, 'state recorded at the registry')
    await deps.onSent?.(state)
    return 'sent'
  }

  async function drain(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = clock.now().getTime()
      const due = (await outbox.next(WINDOW)).filter(({ design }) => (waits.get(design)?.until ?? 0) <= now)
      if (due.length === 0) return
      let answered = true
      await Promise.all(
        due.map((state) =>
          limit(async () => {
            if (!answered || signal.aborted) return
            if ((await send(state)) === 'no-answer') answered = false
          }),
        ),
      )
      signal.throwIfAborted()
      if (!answered) throw new Error('the registry does not answer')
    }
  }

  const pump = startPump({
    run: drain,
    everyMs: deps.everyMs,
    maxBackoffMs: MAX_BACKOFF_MS,
    random,
    onError(error, failures) {
      if (failures === 1) log.warn({ err: error }, 'states wait for the registry')
    },
  })
  const listening = await deps.queue.onWake(WAKES.outbox, () => pump.poke())
  return {
    poke: () => pump.poke(),
    hurry: () => pump.hurry(),
    async [Symbol.asyncDispose]() {
      listening[Symbol.dispose]()
      await pump[Symbol.asyncDispose]()
    },
  }
}
