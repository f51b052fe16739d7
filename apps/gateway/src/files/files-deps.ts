import type { BlobStore } from '@truss/blobs/blob-store'
import type { Logger } from '@truss/http/log'
import type { JobQueue } from '@truss/queue/job-queue'
import type { Repositories, Self, Stores } from '../deps.ts'

/** What the handlers of files, archives and stills are given. */
export interface FilesDeps {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly repositories: Repositories
  readonly blobs: Pick<BlobStore, 'getDerived' | 'statDerived'>
  readonly queue: Pick<JobQueue, 'publish' | 'onWake'>
  readonly log: Logger
}
