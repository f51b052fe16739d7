import type { Client } from '@truss/client/client'
import { sendHeartbeat } from '@truss/contracts/registry-routes'
import type { Logger } from '@truss/http/log'
import type { HasClock, Random, Stores } from '../deps.ts'
import { type Pump, startPump } from '../schedule/pump.ts'

/** News of progress go out at most so often. */
const MIN_GAP_MS = 1_000

export interface SendHeartbeatsDeps extends HasClock {
  readonly stores: Pick<Stores, 'replica'>
  readonly registry: Client
  readonly everyMs: number
  readonly random: Random
  readonly log: Logger
}

/** Tells the registry that this instance lives and how far it is; poke it when that has changed. */
export function startHeartbeats(deps: SendHeartbeatsDeps): Pump {
  const { stores, registry, clock, log, everyMs } = deps
  return startPump({
    everyMs,
    minGapMs: Math.min(MIN_GAP_MS, everyMs),
    maxBackoffMs: everyMs,
    random: deps.random,
    async run() {
      const { applied } = await stores.replica.position()
      const { head } = await registry.call(sendHeartbeat, { body: { appliedIndex: applied } })
      await stores.replica.noteHead(head, clock.now())
    },
    onError(error, failures) {
      if (failures === 1) log.warn({ err: error }, 'heartbeat not taken')
    },
  })
}
