import { GenesisPayload, RECORD_TYPES } from '@truss/contracts/records'
import type { CatalogEntry } from '@truss/db/instance/catalog-store'
import { decodeRecord } from '@truss/federation/record'
import type { KnownState } from '@truss/federation/verdict'
import { createBareRepository, repositoryExists } from '@truss/git/bare-repository'
import { fetchIntoIncoming } from '@truss/git/fetch-mirror'
import { GitError } from '@truss/git/git-error'
import type { SafeFetch } from '@truss/safe-fetch/safe-fetch'
import type { HasClock, Stores } from '../deps.ts'
import { pause } from '../schedule/pause.ts'
import type { Source } from './choose-sources.ts'
import { type AcceptedCopy, judgeFetched, type RefusedCopy, refused } from './judge-fetched.ts'
import { pinSource } from './pin-source.ts'

const FETCH_TIMEOUT_MS = 15 * 60_000

export interface FetchCopyDeps extends HasClock {
  readonly stores: Pick<Stores, 'catalog' | 'replica'>
  readonly safeFetch: Pick<SafeFetch, 'resolvePinned'>
  /**
   * Pauses before a copy whose refs do not fit is fetched again: a host moves refs a moment before the state that
   * covers them, and a fetch in between sees both halves.
   */
  readonly rereadPausesMs: readonly number[]
}

export interface WantedCopy {
  readonly entry: CatalogEntry
  readonly gitDir: string
  readonly known: KnownState | undefined
  readonly maxBytes: number
  readonly signal: AbortSignal
}

/**
 * Fetches a design from one source below `refs/truss/incoming` and judges it; no visible ref moves.
 *
 * @throws {GitError} `too-large`, `timeout`, `broken`, `not-found`; {UnsafeUrlError}
 */
export async function fetchCopy(
  deps: FetchCopyDeps,
  source: Source,
  wanted: WantedCopy,
): Promise<AcceptedCopy | RefusedCopy> {
  const { entry, gitDir, known, maxBytes, signal } = wanted
  await ensureRepository(entry, gitDir)
  for (const pauseMs of [...deps.rereadPausesMs, undefined]) {
    const pinned = await pinSource(deps.safeFetch, source, entry.design.id, signal)
    let refs: { name: string; oid: string }[]
    try {
      const fetched = { gitDir, ...pinned, timeoutMs: FETCH_TIMEOUT_MS, maxBytes, signal }
      refs = (await fetchIntoIncoming(fetched)).refs
    } catch (error) {
      if (error instanceof GitError && error.code === 'rejected')
        return refused('broken-objects', error.message)
      throw error
    }
    const judged = await judgeFetched(deps, { entry, gitDir, refs, known })
    const torn = 'verdict' in judged && judged.reason === 'digest-mismatch'
    if (!torn || pauseMs === undefined) return judged
    await pause(pauseMs, signal)
    signal.throwIfAborted()
  }
  throw new Error('unreachable: the last round returns')
}

async function ensureRepository({ genesis }: CatalogEntry, gitDir: string): Promise<void> {
  if (await repositoryExists(gitDir)) return
  const { objectFormat } = GenesisPayload.parse(decodeRecord(genesis, RECORD_TYPES.genesis).json)
  await createBareRepository(gitDir, { objectFormat, initialBranch: 'main' })
}
