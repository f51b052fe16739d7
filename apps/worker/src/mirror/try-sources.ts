import { GitError } from '@truss/git/git-error'
import type { Logger } from '@truss/http/log'
import { UnsafeUrlError } from '@truss/safe-fetch/unsafe-url-error'
import type { CircuitBreaker } from '../schedule/circuit-breaker.ts'
import type { Source } from './choose-sources.ts'
import { type FetchCopyDeps, fetchCopy, type WantedCopy } from './fetch-copy.ts'
import type { AcceptedCopy, RefusedCopy } from './judge-fetched.ts'

export interface TrySourcesDeps extends FetchCopyDeps {
  readonly breaker: CircuitBreaker
  /** Two at a time from each origin, five in all. */
  readonly limitOrigin: <T>(origin: string, task: () => Promise<T>) => Promise<T>
  readonly log: Logger
}

/**
 * The first copy that is accepted. What the host itself sends and what is refused ends the search; another holder
 * that sends such things is passed over, since that says nothing about the design.
 *
 * @throws the last failure when no source could be asked
 */
export async function trySources(
  deps: TrySourcesDeps,
  sources: readonly Source[],
  wanted: WantedCopy,
): Promise<AcceptedCopy | RefusedCopy> {
  let failure: unknown = new Error('no instance is known to have this design')
  for (const source of sources) {
    const { baseUrl } = source
    if (!deps.breaker.allows(baseUrl)) {
      failure = new Error(`${source.name} did not answer lately`)
      continue
    }
    try {
      const judged = await deps.limitOrigin(baseUrl, () => fetchCopy(deps, source, wanted))
      deps.breaker.succeeded(baseUrl)
      if (!('verdict' in judged)) return judged
      logRefusal(deps.log, source, wanted, judged)
      if (source.host) return judged
      failure = new Error(`the copy of ${source.name} was refused: ${judged.reason}`)
    } catch (error) {
      if (wanted.signal.aborted) throw error
      if (isSilence(error)) deps.breaker.failed(baseUrl)
      deps.log.warn({ err: error, design: wanted.entry.design.id, from: source.name }, 'copy not fetched')
      failure = error
    }
  }
  throw failure
}

/** The other side could not be reached or broke off; an answer that we do not like is none of that. */
function isSilence(error: unknown): boolean {
  if (error instanceof UnsafeUrlError) return ['unreachable', 'timeout', 'unresolvable'].includes(error.code)
  return error instanceof GitError && (error.code === 'timeout' || error.code === 'broken')
}

function logRefusal(log: Logger, source: Source, { entry, known }: WantedCopy, refusal: RefusedCopy): void {
  const { reason, detail, record, fraud } = refusal
  const facts = { design: entry.design.id, from: source.name, host: source.host, reason, detail }
  const evidence = { fetched: record, known: known?.sha256, recorded: entry.design.head?.record, fraud }
  log.error({ ...facts, ...evidence }, 'copy refused')
}
