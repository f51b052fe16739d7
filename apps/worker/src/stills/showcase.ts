import type { BlobStore } from '@truss/blobs/blob-store'
import { Oid } from '@truss/contracts/ids'
import { QUEUES, ShowcaseJob, type StillJob } from '@truss/contracts/jobs'
import { repositoryExists } from '@truss/git/bare-repository'
import { listRefs, readHead } from '@truss/git/refs'
import type { Job, JobQueue } from '@truss/queue/job-queue'
import { UnrecoverableJob } from '@truss/queue/unrecoverable-job'
import type { Repositories } from '../deps.ts'
import { listShowcase } from './list-showcase.ts'
import { isSettled } from './make-still.ts'

export interface ShowcaseDeps {
  readonly repositories: Repositories
  readonly blobs: Pick<BlobStore, 'statDerived'>
  readonly queue: Pick<JobQueue, 'publish'>
}

/** Handles a ShowcaseJob: asks for the stills that a design's default branch lacks, the one for its tile first. */
export async function askForStills(deps: ShowcaseDeps, job: Job): Promise<void> {
  const payload = ShowcaseJob.safeParse(job.payload)
  if (!payload.success) throw new UnrecoverableJob(`unreadable payload: ${payload.error.message}`)
  const { design } = payload.data
  const gitDir = deps.repositories.path(design)
  if (!(await repositoryExists(gitDir))) return
  const commit = await defaultCommit(gitDir)
  if (commit === undefined) return
  // One after the other: jobs are taken in the order in which they were stored.
  for (const { oid, path } of await listShowcase(gitDir, commit)) {
    const still: StillJob = { design, blob: Oid.parse(oid), path }
    if (await isSettled(deps, still.blob)) continue
    await deps.queue.publish(QUEUES.still, still, { id: still.blob })
  }
}

/** The tip of HEAD's branch, or of the first one; undefined while there is none. */
async function defaultCommit(gitDir: string): Promise<string | undefined> {
  const head = await readHead(gitDir)
  const branches = await listRefs(gitDir, { prefixes: ['refs/heads'] })
  return (branches.find(({ name }) => name === head) ?? branches[0])?.oid
}
