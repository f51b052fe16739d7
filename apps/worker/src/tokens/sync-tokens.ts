import type { Client } from '@truss/client/client'
import { listTokens } from '@truss/contracts/registry-routes'
import type { Logger } from '@truss/http/log'
import type { JobQueue } from '@truss/queue/job-queue'
import type { Random, Stores } from '../deps.ts'
import { type Pump, startPump } from '../schedule/pump.ts'

/** Tells the other processes that tokens may have been withdrawn. */
export const TOKENS_WAKE = 'tokens'

export interface SyncTokensDeps {
  readonly stores: Pick<Stores, 'accessTokens'>
  readonly registry: Client
  readonly queue: JobQueue
  readonly random: Random
  readonly log: Logger
}

/** Replaces the tokens that are bound to this instance by the registry's list, each time it is poked. */
export function startTokenSync(deps: SyncTokensDeps): Pump {
  const { stores, registry, queue, log } = deps
  return startPump({
    random: deps.random,
    async run() {
      const { tokens } = await registry.call(listTokens)
      await stores.accessTokens.replaceAll(tokens)
      await queue.wake(TOKENS_WAKE, '')
    },
    onError(error, failures) {
      if (failures === 1) log.warn({ err: error }, 'access tokens could not be read')
    },
  })
}
