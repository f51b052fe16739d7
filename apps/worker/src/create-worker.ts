import type { BlobStore } from '@truss/blobs/blob-store'
import type { PublicJwk } from '@truss/contracts/instances'
import { QUEUES, RepackJob, WAKES } from '@truss/contracts/jobs'
import type { Logger } from '@truss/http/log'
import type { JobHandler, JobQueue, WorkOptions } from '@truss/queue/job-queue'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import type { HasClock, MirrorPolicy, Random, Repositories, Self, Stores } from './deps.ts'
import { askForMissedCopies } from './feed/ask-for-missed-copies.ts'
import { followFeed } from './feed/follow-feed.ts'
import { reactToEvents } from './feed/react-to-events.ts'
import { createSizeHints } from './feed/size-hints.ts'
import { startHeartbeats } from './heartbeat/send-heartbeats.ts'
import { repackDesign } from './maintenance/repack.ts'
import { type MirrorDeps, mirrorDesign } from './mirror/mirror-design.ts'
import { startOutboxRelay } from './outbox/relay-outbox.ts'
import type { RegistryAccess } from './registry/registry-fetch.ts'
import { createCircuitBreaker } from './schedule/circuit-breaker.ts'
import { createExclusive } from './schedule/exclusive.ts'
import { createKeyedLimiter } from './schedule/limiter.ts'
import { makeStill, STILL_LIMITS } from './stills/make-still.ts'
import { askForStills } from './stills/showcase.ts'
import { startTokenSync } from './tokens/sync-tokens.ts'

/** More jobs than fetches: those that wait for a busy host must not hold up the others. */
const MIRROR_JOBS = 20
const FETCHES = { perKey: 2, inAll: 5 }
const BREAKER = { failures: 5, openMs: 60_000 }
const MIRROR_TIMEOUT_MS = 60 * 60_000
const REPACK_TIMEOUT_MS = 60 * 60_000
const SHOWCASE_TIMEOUT_MS = 60_000
/** For getting the file out of the repository, apart from the drawing. */
const STILL_READING_MS = 60_000
/** A repository that is pushed to is looked at after so many pushes. */
const PUSHES_PER_REPACK = 16

/** Times that production has no reason to change. */
export interface WorkerTimes {
  readonly heartbeatMs: number
  readonly outboxMs: number
  readonly silenceMs: number
  readonly rereadPausesMs: readonly number[]
}

export const DEFAULT_TIMES: WorkerTimes = {
  heartbeatMs: 5_000,
  outboxMs: 5_000,
  silenceMs: 45_000,
  rereadPausesMs: [250, 1_000],
}

interface Task extends WorkOptions {
  readonly queue: string
  readonly handler: JobHandler
}

export interface WorkerDeps extends HasClock {
  readonly self: Self
  readonly stores: Stores
  readonly repositories: Repositories
  readonly blobs: BlobStore
  readonly queue: JobQueue
  readonly registry: RegistryAccess
  /** Signs the feed; pinned when the instance joined. */
  readonly feedKey: PublicJwk
  readonly safeFetch: Pick<SafeFetch, 'resolvePinned'>
  readonly mirrorPolicy: MirrorPolicy
  readonly maxCopyBytes: number
  readonly random: Random
  readonly log: Logger
  readonly times?: Partial<WorkerTimes>
}

export interface Worker extends AsyncDisposable {
  /** Resolves once jobs are taken and the feed is being followed; the registry need not be there. */
  start(): Promise<void>
  /** Resolves once nothing runs any more; jobs that did not end go back to the queue. */
  stop(): Promise<void>
}

/** The background work of an instance, without port, environment or connections of its own. */
export function createWorker(deps: WorkerDeps): Worker {
  const { queue, log } = deps
  const times = { ...DEFAULT_TIMES, ...deps.times }
  let running = new AsyncDisposableStack()

  async function takeJobs(stack: AsyncDisposableStack, sizeHints: MirrorDeps['sizeHints']): Promise<void> {
    const exclusive = createExclusive()
    const mirrorDeps: MirrorDeps = {
      ...deps,
      ...{ exclusive, sizeHints, rereadPausesMs: times.rereadPausesMs, registry: deps.registry.client },
      limitOrigin: createKeyedLimiter(FETCHES),
      breaker: createCircuitBreaker(deps, BREAKER),
      log: log.child({ subsystem: 'mirror' }),
    }
    const stillDeps = { ...deps, log: log.child({ subsystem: 'stills' }) }
    const repackDeps = { ...deps, exclusive, log: log.child({ subsystem: 'repack' }) }
    const tasks: Task[] = [
      {
        queue: QUEUES.mirror,
        handler: (job) => mirrorDesign(mirrorDeps, job),
        ...{ concurrency: MIRROR_JOBS, timeoutMs: MIRROR_TIMEOUT_MS },
      },
      {
        queue: QUEUES.repack,
        handler: (job) => repackDesign(repackDeps, job),
        ...{ concurrency: 1, timeoutMs: REPACK_TIMEOUT_MS },
      },
      {
        queue: QUEUES.showcase,
        handler: (job) => askForStills(deps, job),
        ...{ concurrency: 2, timeoutMs: SHOWCASE_TIMEOUT_MS },
      },
      {
        queue: QUEUES.still,
        handler: (job) => makeStill(stillDeps, job),
        // One: each takes a core and up to 1.5 GB.
        ...{ concurrency: 1, timeoutMs: STILL_LIMITS.timeoutMs + STILL_READING_MS },
      },
    ]
    for (const { queue: name, handler, ...options } of tasks) {
      stack.use(await queue.work(name, handler, options))
    }
  }

  async function start(): Promise<void> {
    running = new AsyncDisposableStack()
    const sizeHints = createSizeHints()
    await takeJobs(running, sizeHints)
    const client = deps.registry.client
    const tokens = running.use(
      startTokenSync({ ...deps, registry: client, log: log.child({ subsystem: 'tokens' }) }),
    )
    const heartbeats = running.use(
      startHeartbeats({
        ...deps,
        ...{ registry: client, everyMs: times.heartbeatMs, log: log.child({ subsystem: 'heartbeat' }) },
      }),
    )
    const outbox = running.use(
      await startOutboxRelay({
        ...deps,
        ...{ registry: client, everyMs: times.outboxMs, log: log.child({ subsystem: 'outbox' }) },
        async onSent({ design, seq }) {
          if (seq % PUSHES_PER_REPACK > 0) return
          await queue.publish(QUEUES.repack, RepackJob.parse({ design }), { id: design })
        },
      }),
    )
    const feedLog = log.child({ subsystem: 'feed' })
    const react = { ...deps, policy: deps.mirrorPolicy }
    running.use(
      followFeed({
        ...deps,
        ...{ silenceMs: times.silenceMs, log: feedLog },
        listener: {
          async applied(index, bodies) {
            await queue.wake(WAKES.applied, String(index))
            heartbeats.poke()
            sizeHints.note(bodies)
            await reactToEvents(react, bodies)
          },
          async caughtUp() {
            const asked = await askForMissedCopies(react)
            if (asked > 0) feedLog.info({ asked }, 'copies behind the catalog were asked for')
          },
          connected() {
            tokens.hurry()
            outbox.hurry()
            heartbeats.hurry()
          },
          tokens: () => tokens.poke(),
        },
      }),
    )
  }

  const stop = () => running.disposeAsync()
  return { start, stop, [Symbol.asyncDispose]: stop }
}
