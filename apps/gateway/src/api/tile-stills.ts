import type { BlobStore } from '@truss/blobs/blob-store'
import type { CatalogDesign } from '@truss/contracts/designs'
import type { Copy } from '@truss/db/instance/copy-store'
import type { Logger } from '@truss/http/log'
import type { Repositories, Self } from '../deps.ts'
import { listShowcase } from '../files/list-showcase.ts'
import { failedStillKey } from '../files/still-names.ts'
import { BoundedCache } from './bounded-cache.ts'
import { hasReadableFiles } from './copy-status.ts'
import { resolveRevision } from './resolve-revision.ts'

const REMEMBERED_DESIGNS = 5000
/** Blobs that are tried for a tile before it stays without a still. */
const CANDIDATES = 5
/** Repositories that one list reads at most; further designs of it show a still once they are remembered. */
const MAX_READS_PER_LIST = 24
/** Each read starts a few git processes. */
const READS_AT_ONCE = 4

export interface TileStills {
  /** The blob whose still stands for each of the designs; designs without one are absent. */
  many(designs: readonly { design: CatalogDesign; copy: Copy | undefined }[]): Promise<Map<string, string>>
}

export function createTileStills(deps: {
  self: Self
  repositories: Repositories
  blobs: Pick<BlobStore, 'statDerived'>
  log: Logger
}): TileStills {
  const { self, repositories, blobs, log } = deps
  const candidates = new BoundedCache<string[]>(REMEMBERED_DESIGNS)

  async function read(design: CatalogDesign): Promise<string[]> {
    const gitDir = repositories.path(design.id)
    const revision = await resolveRevision(gitDir, undefined)
    if (!revision) return []
    return (await listShowcase(gitDir, revision.commit)).slice(0, CANDIDATES).map(({ oid }) => oid)
  }

  async function firstThatWorks(oids: readonly string[]): Promise<string | undefined> {
    for (const oid of oids) if ((await blobs.statDerived(failedStillKey(oid))) === null) return oid
    return undefined
  }

  return {
    async many(designs) {
      let reads = 0
      const found = new Map<string, string>()
      const look = async ({ design, copy }: (typeof designs)[number]): Promise<void> => {
        if (!copy || !hasReadableFiles(design, copy, self.id)) return
        // The digest covers all refs: what it names shows the same files for ever.
        const key = `${design.id} ${copy.epoch} ${copy.seq} ${copy.digest}`
        if (!candidates.has(key) && ++reads > MAX_READS_PER_LIST) return
        try {
          const oid = await firstThatWorks(await candidates.get(key, () => read(design)))
          if (oid !== undefined) found.set(design.id, oid)
        } catch (err) {
          // One damaged repository must not take the list of all others with it.
          log.error({ err, design: design.id }, 'no still for a tile')
        }
      }
      const waiting = designs.values()
      const lane = async () => {
        for (const next of waiting) await look(next)
      }
      await Promise.all(Array.from({ length: READS_AT_ONCE }, lane))
      return found
    },
  }
}
