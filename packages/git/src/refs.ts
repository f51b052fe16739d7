import { GitError } from './git-error.ts'
import { exitError, runGit, tryGit } from './git-process.ts'
import { gitRecords } from './git-records.ts'
import { assertOid, assertRefName, isRefName } from './names.ts'

const TIMEOUT_MS = 30_000

export type ObjectType = 'commit' | 'tag' | 'tree' | 'blob'

export interface Ref {
  /** Full name, as `refs/heads/main`. */
  name: string
  oid: string
  type: ObjectType
  /** Annotated tags only: the object behind the last tag. */
  peeled?: string
}

/** One move of a ref; null stands for "does not exist". */
export interface RefChange {
  ref: string
  old: string | null
  new: string | null
}

/**
 * All refs, or those at or below the given prefixes (`refs/heads`, whole path components), in byte order of
 * their names. HEAD is not among them.
 */
export async function listRefs(
  gitDir: string,
  options: { prefixes?: readonly string[] } = {},
): Promise<Ref[]> {
  const fields = ['refname', 'objectname', 'objecttype', '*objectname', '*objecttype']
  const format = fields.map((field) => `%(${field})`).join('%00')
  const prefixes = (options.prefixes ?? []).map((prefix) => assertRefName(prefix.replace(/\/$/, '')))
  const args = ['for-each-ref', `--format=${format}`, '--', ...prefixes]
  const refs: Ref[] = []
  const nested: Ref[] = []
  for await (const line of gitRecords(args, { gitDir, delimiter: '\n', timeoutMs: TIMEOUT_MS })) {
    const [name = '', oid = '', type = '', peeled = '', peeledType = ''] = line.split('\0')
    const ref: Ref = { name, oid, type: type as ObjectType }
    if (peeled !== '') ref.peeled = peeled
    // Before git 2.45 the star peels one tag only.
    if (peeledType === 'tag') nested.push(ref)
    refs.push(ref)
  }
  await Promise.all(
    nested.map(async (ref) => {
      const args = ['rev-parse', '--verify', '--quiet', `${ref.oid}^{}`]
      ref.peeled = (await runGit(args, { gitDir })).toString().trim()
    }),
  )
  return refs
}

/** The branch that HEAD names, born or not; null when HEAD is detached. */
export async function readHead(gitDir: string): Promise<string | null> {
  const { code, stdout, stderr } = await tryGit(['symbolic-ref', '--quiet', 'HEAD'], { gitDir })
  if (code === 0) return stdout.toString().trimEnd()
  if (code === 1) return null
  throw exitError(['symbolic-ref'], code, stderr)
}

/**
 * The commit that a visitor means: a branch, else a tag, else a commit's oid of 7 digits or more (short names;
 * `refs/heads/x` and `refs/tags/x` are taken too). `ref` tells which of them it was. No other revision syntax
 * is understood. A commit found by its oid need not be reachable from a ref.
 *
 * @throws {GitError} `not-found`, `ambiguous`
 */
export async function resolveCommit(
  gitDir: string,
  revision: string,
): Promise<{ oid: string; ref?: string }> {
  const candidates = /^refs\/(heads|tags)\//.test(revision)
    ? [revision]
    : [`refs/heads/${revision}`, `refs/tags/${revision}`]
  for (const ref of candidates.filter(isRefName)) {
    const { code, stdout } = await tryGit(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { gitDir })
    if (code === 0) return { oid: stdout.toString().trim(), ref }
  }
  const digits = revision.toLowerCase()
  if (!/^[0-9a-f]{7,64}$/.test(digits)) throw new GitError('not-found', 'no such branch, tag or commit')
  // Not `rev-parse <digits>`: that would try further refs before objects.
  const found = await runGit(['rev-parse', `--disambiguate=${digits}`], { gitDir })
  const types = await runGit(['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    gitDir,
    input: found,
  })
  const commits = types
    .toString()
    .split('\n')
    .filter((line) => line.endsWith(' commit'))
  if (commits.length > 1) throw new GitError('ambiguous', `${digits} fits ${commits.length} commits`)
  const oid = commits[0]?.split(' ')[0]
  if (oid === undefined) throw new GitError('not-found', 'no such branch, tag or commit')
  return { oid }
}

/**
 * Moves refs in one transaction, all or none, each only if it still stands at `old`.
 *
 * @throws {GitError} `conflict` when one does not, or is locked, or its name stands in the way of another
 *   (`a` and `a/b`); `rejected` for a malformed name or oid, or an oid that names no fitting object
 */
export async function updateRefs(gitDir: string, changes: readonly RefChange[]): Promise<void> {
  if (changes.length === 0) return
  const input = changes.map(toCommand).join('')
  const { code, stderr } = await tryGit(['update-ref', '--stdin', '-z'], { gitDir, input })
  if (code === 0) return
  if (/nonexistent object|non-commit object|not a valid SHA1|missing object/.test(stderr)) {
    throw new GitError('rejected', 'a ref would point at a missing or unfit object', stderr)
  }
  if (/cannot lock ref|cannot update ref|already exists|but expected|Unable to create|is at /.test(stderr)) {
    throw new GitError('conflict', 'a ref is not where it was expected', stderr)
  }
  throw exitError(['update-ref'], code, stderr)
}

function toCommand(change: RefChange): string {
  const ref = assertRefName(change.ref)
  const before = change.old === null ? null : assertOid(change.old)
  const after = change.new === null ? null : assertOid(change.new)
  if (after === null) {
    if (before === null) throw new GitError('rejected', `nothing to do for ${ref}`)
    return `delete ${ref}\0${before}\0`
  }
  return before === null ? `create ${ref}\0${after}\0` : `update ${ref}\0${after}\0${before}\0`
}
