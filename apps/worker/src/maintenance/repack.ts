import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { RepackJob } from '@truss/contracts/jobs'
import { repositoryExists } from '@truss/git/bare-repository'
import { repack } from '@truss/git/maintenance'
import type { Logger } from '@truss/http/log'
import type { Job } from '@truss/queue/job-queue'
import { UnrecoverableJob } from '@truss/queue/unrecoverable-job'
import type { Repositories } from '../deps.ts'
import type { Exclusive } from '../schedule/exclusive.ts'

/** Each push and each fetch adds a pack, and each pack makes lookups slower. */
const MANY_PACKS = 10
/** Of the 256 folders of loose objects; pages that commit write these. */
const MANY_LOOSE_FOLDERS = 64

export interface RepackDeps {
  readonly repositories: Repositories
  readonly exclusive: Exclusive
  readonly log: Logger
}

/** Handles a RepackJob: packs a repository that has come apart, and leaves the others alone. */
export async function repackDesign(deps: RepackDeps, job: Job): Promise<void> {
  const payload = RepackJob.safeParse(job.payload)
  if (!payload.success) throw new UnrecoverableJob(`unreadable payload: ${payload.error.message}`)
  const { design } = payload.data
  const gitDir = deps.repositories.path(design)
  await deps.exclusive(design, async () => {
    if (!(await repositoryExists(gitDir)) || !(await hasComeApart(gitDir))) return
    const startedAt = performance.now()
    await repack(gitDir, { signal: job.signal })
    deps.log.info({ design, ms: Math.round(performance.now() - startedAt) }, 'repository packed')
  })
}

async function hasComeApart(gitDir: string): Promise<boolean> {
  const objects = await readdir(join(gitDir, 'objects'))
  if (objects.filter((name) => /^[0-9a-f]{2}$/.test(name)).length >= MANY_LOOSE_FOLDERS) return true
  const packs = await readdir(join(gitDir, 'objects', 'pack')).catch(() => [])
  return packs.filter((name) => name.endsWith('.pack')).length >= MANY_PACKS
}
