import type { DesignId } from '@truss/contracts/ids'
import { MirrorJob, QUEUES } from '@truss/contracts/jobs'
import type { JobQueue } from '@truss/queue/job-queue'
import type { Random } from '../deps.ts'

/** A burst of pushes becomes one fetch, and mirrors that hear the same news do not ask the host at one moment. */
const LEAST_DELAY_MS = 50
const SPREAD_MS = 200
const ATTEMPTS = 5

/** Queues the copying of a design. Asking again while it waits adds nothing: whatever is newest then is fetched. */
export async function askForCopy(
  { queue, random }: { queue: JobQueue; random: Random },
  design: DesignId,
): Promise<void> {
  await queue.publish(QUEUES.mirror, MirrorJob.parse({ design }), {
    id: design,
    attempts: ATTEMPTS,
    delayMs: LEAST_DELAY_MS + Math.floor(random() * SPREAD_MS),
    backoffMs: 500 + Math.floor(random() * 1000),
  })
}
