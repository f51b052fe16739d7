import type { Client } from '@truss/client/client'
import type { DesignId } from '@truss/contracts/ids'
import { MirrorJob, QUEUES, RepackJob, ShowcaseJob, WAKES } from '@truss/contracts/jobs'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import type { Copy } from '@truss/db/instance/copy-store'
import { GitError } from '@truss/git/git-error'
import type { Job, JobQueue } from '@truss/queue/job-queue'
import { UnrecoverableJob } from '@truss/queue/unrecoverable-job'
import type { Repositories, Self, Stores } from '../deps.ts'
import type { SizeHints } from '../feed/size-hints.ts'
import type { Exclusive } from '../schedule/exclusive.ts'
import { announceCopy } from './announce-copy.ts'
import { chooseSources } from './choose-sources.ts'
import { fetchLimit } from './fetch-limit.ts'
import { newestKnown, ownState } from './known-state.ts'
import { dropFetched, keepCopy, refuseCopy } from './settle-copy.ts'
import { type TrySourcesDeps, trySources } from './try-sources.ts'

export interface MirrorDeps extends TrySourcesDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies' | 'replica'>
  readonly repositories: Repositories
  readonly registry: Client
  readonly queue: JobQueue
  readonly exclusive: Exclusive
  readonly sizeHints: Pick<SizeHints, 'of'>
  readonly maxCopyBytes: number
}

/** What those who wait for a copy are told: `<design> <outcome>` on the channel `copy`. */
type Outcome = 'ok' | 'refused' | 'failed' | 'host'

/**
 * Handles a MirrorJob: brings the newest verified state of a design here, or finds that it is here. Nothing that
 * readers see changes before the whole copy was judged.
 */
export async function mirrorDesign(deps: MirrorDeps, job: Job): Promise<void> {
  const payload = MirrorJob.safeParse(job.payload)
  if (!payload.success) throw new UnrecoverableJob(`unreadable payload: ${payload.error.message}`)
  const { design } = payload.data
  let outcome: Outcome = 'failed'
  let copy: Copy | undefined
  try {
    const result = await deps.exclusive(design, () => bring(deps, job, design))
    outcome = result.outcome
    copy = result.copy
  } finally {
    // Whoever waits decides anew; an attempt that failed tells so too, the next one may take long.
    await deps.queue.wake(WAKES.copy, `${design} ${outcome}`)
  }
  // After the wake-up: readers need not wait for the registry.
  if (copy) await announceCopy(deps, copy)
}

async function bring(
  deps: MirrorDeps,
  job: Job,
  design: DesignId,
): Promise<{ outcome: Outcome; copy?: Copy }> {
  const { catalog, copies } = deps.stores
  const entry = await catalog.byId(design)
  if (!entry) throw new UnrecoverableJob('the catalog does not know the design')
  const copy = await copies.get(design)
  if (copy?.host || entry.design.host === deps.self.id) return { outcome: 'host' }
  // Nothing was ever pushed, as far as anybody knows: there is nothing to verify.
  if (!entry.design.head) return { outcome: 'failed' }

  const gitDir = deps.repositories.path(design)
  const own = await ownState(gitDir)
  if (copy && own?.sha256 === copy.lastRecord && isCurrent(copy, entry)) {
    const checked = { ...copy, checkedAt: deps.clock.now(), refusedReason: null }
    await copies.put(checked)
    return { outcome: 'ok', copy: checked }
  }
  const known = newestKnown(copy, own)
  const { attempt, signal } = job
  const { maxCopyBytes } = deps
  const maxBytes = fetchLimit({ hintBytes: deps.sizeHints.of(design), attempt, maxCopyBytes })
  const wanted = { entry, gitDir, known, maxBytes, signal }
  const judged = await trySources(deps, await chooseSources(deps, entry), wanted).catch(
    async (error: unknown) => {
      await dropFetched(gitDir, own)
      const tooLarge = error instanceof GitError && error.code === 'too-large' && maxBytes === maxCopyBytes
      throw tooLarge ? new UnrecoverableJob(`larger than ${maxCopyBytes} bytes, the operator's limit`) : error
    },
  )
  if ('verdict' in judged) {
    await dropFetched(gitDir, own)
    await refuseCopy(deps, entry, judged)
    return { outcome: 'refused' }
  }
  const kept = await keepCopy(deps, gitDir, judged)
  const { epoch, seq } = kept
  deps.log.info({ design, epoch, seq, verdict: judged.accepted.verdict }, 'copy switched')
  await deps.queue.publish(QUEUES.showcase, ShowcaseJob.parse({ design }), { id: design })
  await deps.queue.publish(QUEUES.repack, RepackJob.parse({ design }), { id: design })
  return { outcome: 'ok', copy: kept }
}

/** The copy holds the newest state that the feed told of, or a later one that the host signed meanwhile. */
function isCurrent(copy: Copy, { design }: CatalogEntry): boolean {
  const { head } = design
  if (!head || copy.epoch !== head.epoch) return false
  return copy.seq === head.seq ? copy.lastRecord === head.record : copy.seq > head.seq
}
