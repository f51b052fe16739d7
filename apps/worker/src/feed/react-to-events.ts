import type { FeedEventBody } from '@truss/contracts/feed'
import type { DesignId } from '@truss/contracts/ids'
import { QUEUES, ShowcaseJob } from '@truss/contracts/jobs'
import type { JobQueue } from '@truss/queue/job-queue'
import type { MirrorPolicy, Random, Self, Stores } from '../deps.ts'
import { askForCopy } from '../mirror/ask-for-copy.ts'

export interface ReactDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly queue: JobQueue
  readonly policy: MirrorPolicy
  readonly random: Random
}

/** Queues what applied events call for: newer copies of what is mirrored here, stills of what is hosted here. */
export async function reactToEvents(deps: ReactDeps, bodies: readonly FeedEventBody[]): Promise<void> {
  const moved = new Set<DesignId>()
  const born = new Set<DesignId>()
  for (const body of bodies) {
    if (body.kind === 'ref-state') moved.add(body.design)
    if (body.kind === 'genesis') born.add(body.design.id)
  }
  const ids = [...new Set([...moved, ...born])]
  const copies = await deps.stores.copies.many(ids)
  const unknown = new Set<DesignId>()
  for (const design of ids) {
    const copy = copies.get(design)
    if (copy?.host) await deps.queue.publish(QUEUES.showcase, ShowcaseJob.parse({ design }), { id: design })
    else if (!moved.has(design)) continue
    else if (copy) await askForCopy(deps, design)
    else unknown.add(design)
  }
  if (deps.policy !== 'all') return
  for (const { design } of await deps.stores.catalog.byIds([...unknown])) {
    if (design.host !== deps.self.id) await askForCopy(deps, design.id)
  }
}
