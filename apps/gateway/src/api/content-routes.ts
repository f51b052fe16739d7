import type { FileView } from '@truss/contracts/git-views'
import { Oid } from '@truss/contracts/ids'
import { getFile, getReadme, getRefs, getShowcase, getTree } from '@truss/contracts/instance-routes'
import { DomainError } from '@truss/domain/errors'
import { lastCommits } from '@truss/git/last-commits'
import { listTree } from '@truss/git/list-tree'
import { readBlob } from '@truss/git/read-blob'
import type { Api } from '@truss/http/api'
import { listShowcase, readReadme } from '../files/list-showcase.ts'
import { failedStillKey, mayHaveStill } from '../files/still-names.ts'
import type { ApiActor } from './actor.ts'
import { kindOfName, mayBeText, textOf } from './file-kind.ts'
import { orProblem } from './git-problem.ts'
import { listRefSummaries } from './list-ref-summaries.ts'
import { openCopy } from './open-copy.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { emptyRevision, headOf, resolveRevision } from './resolve-revision.ts'

const MAX_TEXT_BYTES = 512 * 1024
/** A folder is shown with what was found by then. */
const LAST_COMMITS_TIMEOUT_MS = 1_000

export function mountContentRoutes(api: Api<ApiActor>, deps: ReadRoutesDeps): void {
  const hasStill = async (path: string, oid: string, size: number): Promise<boolean> =>
    mayHaveStill(path, size) && (await deps.blobs.statDerived(failedStillKey(oid))) === null

  api.mount(getRefs, async ({ params }) => {
    const { gitDir } = await openCopy(deps, params)
    const [head, branches, tags] = await Promise.all([
      headOf(gitDir),
      listRefSummaries(gitDir, 'refs/heads'),
      listRefSummaries(gitDir, 'refs/tags'),
    ])
    return { head, branches, tags }
  })

  api.mount(getReadme, async ({ params, query }) => {
    const { gitDir } = await openCopy(deps, params)
    const revision = await resolveRevision(gitDir, query.revision)
    const readme = revision && (await readReadme(gitDir, revision.commit))
    return readme ?? { path: null, text: '' }
  })

  api.mount(getTree, async ({ params, query }) => {
    const { gitDir } = await openCopy(deps, params)
    const path = query.path.replace(/^\/+|\/+$/g, '')
    const revision = await resolveRevision(gitDir, query.revision)
    if (!revision) {
      if (path !== '') throw new DomainError('path-not-found', 'this design has no files yet')
      return { revision: await emptyRevision(gitDir), path, entries: [], truncated: false }
    }
    const missing = 'there is no such folder at this revision'
    const { entries, truncated } = await orProblem(
      'path-not-found',
      missing,
      listTree(gitDir, revision.commit, path),
    )
    const last = await lastCommits(gitDir, revision.commit, path, { timeoutMs: LAST_COMMITS_TIMEOUT_MS })
    return {
      revision,
      path,
      entries: entries.map(({ name, path: at, kind, oid, size }) => {
        const commit = last.get(name)
        const by = commit && { oid: Oid.parse(commit.oid), subject: commit.subject, at: utc(commit.when) }
        return { name, path: at, kind, oid: Oid.parse(oid), size, last: by ?? null }
      }),
      truncated,
    }
  })

  api.mount(getShowcase, async ({ params, query }) => {
    const { gitDir } = await openCopy(deps, params)
    const revision = await resolveRevision(gitDir, query.revision)
    if (!revision) return { files: [] }
    const shown = await listShowcase(gitDir, revision.commit)
    const files = await Promise.all(
      shown.map(async ({ path, oid, size }) => ({
        ...{ revision, path, oid: Oid.parse(oid), size, kind: kindOfName(path) },
        hasStill: await hasStill(path, oid, size),
      })),
    )
    return { files: files.filter((file) => file.hasStill) }
  })

  api.mount(getFile, async ({ params, query }): Promise<FileView> => {
    const { gitDir } = await openCopy(deps, params)
    const { path } = query
    const missing = 'there is no such file at this revision'
    const revision = await resolveRevision(gitDir, query.revision)
    if (!revision) throw new DomainError('path-not-found', missing)
    const named = kindOfName(path)
    const maxBytes = mayBeText(path) ? MAX_TEXT_BYTES : 0
    const read = readBlob(gitDir, revision.commit, path, { maxBytes })
    const { oid, size, content, truncated } = await orProblem('path-not-found', missing, read)
    const text = mayBeText(path) && !truncated ? textOf(content) : undefined
    return {
      revision,
      path,
      oid: Oid.parse(oid),
      size,
      kind: named === 'other' && text !== undefined ? 'text' : named,
      text: text ?? null,
      hasStill: await hasStill(path, oid, size),
    }
  })
}

function utc(when: string): string {
  return new Date(when).toISOString()
}
