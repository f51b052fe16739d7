import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { GitError } from './git-error.ts'
import { tryGit } from './git-process.ts'
import { assertOid, assertRefName } from './names.ts'
import { listRefs, updateRefs } from './refs.ts'

const TIMEOUT_MS = 10 * 60_000

export interface BorrowedRef {
  /** What was asked for: a full ref name, or an oid. */
  source: string
  /** Where it stands now, below `refs/truss/incoming/<id>/`, until {@link deleteRefsUnder}. */
  ref: string
  oid: string
}

/**
 * Copies the history of another repository of this machine: the objects behind `refs` (full ref names or commit
 * oids) go into `to`, held by refs below `prefix`. Nothing is shared afterwards.
 *
 * @throws {GitError} `not-found` when a ref or commit is missing at the source
 */
export async function copyObjects(options: {
  from: string
  to: string
  refs: readonly string[]
  signal?: AbortSignal
}): Promise<{ prefix: string; refs: BorrowedRef[] }> {
  const prefix = `refs/truss/incoming/${randomUUID()}`
  const targets = options.refs.map((source) => {
    const rest = source.startsWith('refs/')
      ? assertRefName(source).slice('refs/'.length)
      : `oid/${assertOid(source)}`
    return { source, ref: `${prefix}/${rest}` }
  })
  if (targets.length === 0) return { prefix, refs: [] }
  // The only call that may read a path as a remote; the other side is our own folder, hence safe.directory.
  const config = ['protocol.file.allow=always']
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']
  args.push('--no-recurse-submodules', '--refmap=', "--upload-pack=git -c safe.directory='*' upload-pack")
  args.push('--stdin', resolve(options.from))
  const input = targets.map(({ source, ref }) => `+${source}:${ref}\n`).join('')
  const { code, stderr } = await tryGit(args, {
    gitDir: options.to,
    config,
    input,
    timeoutMs: TIMEOUT_MS,
    signal: options.signal,
  })
  if (code !== 0) {
    await deleteRefsUnder(options.to, prefix)
    if (
      /couldn't find remote ref|not our ref|does not appear to be a git|not a git repository/.test(stderr)
    ) {
      throw new GitError('not-found', 'the source does not have what was asked for', stderr)
    }
    throw new GitError('broken', 'copying from a repository failed', stderr)
  }
  const found = new Map(
    (await listRefs(options.to, { prefixes: [prefix] })).map(({ name, oid }) => [name, oid]),
  )
  const refs = targets.map(({ source, ref }) => ({ source, ref, oid: found.get(ref) ?? '' }))
  return { prefix, refs }
}

/** Deletes all refs at or below a prefix, in one transaction; their objects go with later maintenance. */
export async function deleteRefsUnder(gitDir: string, prefix: string): Promise<void> {
  const refs = await listRefs(gitDir, { prefixes: [prefix] })
  await updateRefs(
    gitDir,
    refs.map(({ name, oid }) => ({ ref: name, old: oid, new: null })),
  )
}
