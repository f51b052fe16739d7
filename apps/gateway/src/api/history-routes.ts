import { type CommitSummary, DiffFile } from '@truss/contracts/git-views'
import { Oid } from '@truss/contracts/ids'
import { getCommit, listCommits } from '@truss/contracts/instance-routes'
import { DomainError } from '@truss/domain/errors'
import { readDiff } from '@truss/git/diff'
import { countCommits, readLog } from '@truss/git/log'
import { readCommit } from '@truss/git/read-commit'
import { resolveCommit } from '@truss/git/refs'
import type { Api } from '@truss/http/api'
import type { ApiActor } from './actor.ts'
import { orProblem } from './git-problem.ts'
import { openCopy } from './open-copy.ts'
import type { ReadRoutesDeps } from './read-deps.ts'
import { emptyRevision, isPublished, resolveRevision } from './resolve-revision.ts'

const PAGE = 50
const NO_COMMIT = 'there is no such commit in this design'

export function mountHistoryRoutes(api: Api<ApiActor>, deps: ReadRoutesDeps): void {
  api.mount(listCommits, async ({ params, query: { revision: asked, path, after } }) => {
    const { gitDir } = await openCopy(deps, params)
    const revision = await resolveRevision(gitDir, asked)
    if (!revision) return { revision: await emptyRevision(gitDir), commits: [], next: null, total: 0 }
    // By oid: the branch may move between the two reads.
    const walk = { revision: revision.commit, path }
    const page = { ...walk, limit: PAGE + 1, ...(after === undefined ? {} : { after }) }
    const found = await orProblem('path-not-found', 'there is no such path', readLog(gitDir, page))
    const commits = found.slice(0, PAGE).map(toSummary)
    return {
      revision,
      commits,
      next: found.length > PAGE ? (commits.at(-1)?.oid ?? null) : null,
      total: after === undefined ? await countCommits(gitDir, walk) : null,
    }
  })

  api.mount(getCommit, async ({ params }) => {
    const { gitDir } = await openCopy(deps, params)
    const oid = await commitOid(gitDir, params.oid)
    const commit = await orProblem('commit-not-found', NO_COMMIT, readCommit(gitDir, oid))
    const diff = await orProblem(
      'commit-not-found',
      NO_COMMIT,
      // A merge is shown as what it brought to the branch: against its first parent.
      readDiff(gitDir, { base: commit.parents[0] ?? null, head: oid }),
    )
    return {
      commit: toSummary(commit),
      files: diff.files.map((file) => DiffFile.parse(file)),
      truncated: diff.truncated,
    }
  })
}

/** @throws {DomainError} `commit-not-found`, also for a commit that no branch or tag of the design leads to */
async function commitOid(gitDir: string, text: string): Promise<string> {
  if (!/^[0-9a-f]{7,64}$/i.test(text)) throw new DomainError('commit-not-found', NO_COMMIT)
  const { oid, ref } = await orProblem('commit-not-found', NO_COMMIT, resolveCommit(gitDir, text))
  if (ref === undefined && !(await isPublished(gitDir, oid))) {
    throw new DomainError('commit-not-found', NO_COMMIT)
  }
  return oid
}

function toSummary(commit: Awaited<ReturnType<typeof readCommit>>): CommitSummary {
  return {
    oid: Oid.parse(commit.oid),
    parents: commit.parents.map((parent) => Oid.parse(parent)),
    author: toSignature(commit.author),
    committer: toSignature(commit.committer),
    subject: commit.subject,
    body: commit.body,
  }
}

function toSignature({ name, email, when }: { name: string; email: string; when: string }) {
  return { name, email, at: new Date(when).toISOString() }
}
