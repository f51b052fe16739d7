import type { ResolvedRevision } from '@truss/contracts/git-views'
import { Oid, RefName } from '@truss/contracts/ids'
import { DomainError } from '@truss/domain/errors'
import { runGit } from '@truss/git/git-process'
import { listRefs, readHead, resolveCommit } from '@truss/git/refs'
import type { z } from 'zod'
import { orProblem } from './git-problem.ts'

export type Revision = z.infer<typeof ResolvedRevision>

/** Where HEAD points in a repository that has not said otherwise. */
const DEFAULT_HEAD = 'refs/heads/main'
const REACH_TIMEOUT_MS = 5_000

/** The branch that HEAD names, born or not. */
export async function headOf(gitDir: string): Promise<RefName> {
  return RefName.parse((await readHead(gitDir)) ?? DEFAULT_HEAD)
}

/**
 * The commit that a visitor means; HEAD's branch, or else the first of all, when they name none.
 *
 * @returns undefined for the default branch of a repository without branches: it is empty, not wrong
 * @throws {DomainError} `ref-not-found`
 */
export async function resolveRevision(
  gitDir: string,
  revision: string | undefined,
): Promise<Revision | undefined> {
  const head = await headOf(gitDir)
  const asksDefault = !revision || head === revision || head === `refs/heads/${revision}`
  if (!asksDefault) return resolveNamed(gitDir, revision)
  const branches = await listRefs(gitDir, { prefixes: ['refs/heads'] })
  const born = branches.find((ref) => ref.name === head) ?? (revision ? undefined : branches[0])
  if (born) return { commit: Oid.parse(born.oid), ref: RefName.parse(born.name) }
  if (branches.length === 0) return undefined
  throw new DomainError('ref-not-found', 'this branch has no commits yet')
}

/** What a view of an empty repository says it was made from: git's null oid. */
export async function emptyRevision(gitDir: string): Promise<Revision> {
  return { commit: Oid.parse('0'.repeat(40)), ref: await headOf(gitDir) }
}

/**
 * Whether a branch or tag leads to the commit. Others lie in a repository too: fetched but not yet
 * verified, or lent by a parent. They are nothing that the owner of this design has published.
 */
export async function isPublished(gitDir: string, commit: string): Promise<boolean> {
  const args = ['for-each-ref', '--count=1', `--contains=${Oid.parse(commit)}`, '--format=x']
  const output = await orProblem(
    'commit-not-found',
    'there is no such commit',
    runGit([...args, 'refs/heads', 'refs/tags'], { gitDir, timeoutMs: REACH_TIMEOUT_MS }),
  )
  return output.length > 0
}

async function resolveNamed(gitDir: string, revision: string): Promise<Revision> {
  const missing = 'there is no such branch, tag or commit'
  const { oid, ref } = await orProblem('ref-not-found', missing, resolveCommit(gitDir, revision))
  if (ref === undefined && !(await isPublished(gitDir, oid))) throw new DomainError('ref-not-found', missing)
  return { commit: Oid.parse(oid), ref: ref === undefined ? null : RefName.parse(ref) }
}
