import { GitError } from './git-error.ts'
import { tryGit } from './git-process.ts'
import { assertOid } from './names.ts'
import { assertCommits, type CommitMeta, type FileChange, TemporaryIndex } from './temporary-index.ts'

export interface WriteCommitInput extends CommitMeta {
  parents: readonly string[]
  /** Commit or tree whose files the commit starts from; null starts from nothing. */
  base: string | null
  changes: readonly FileChange[]
}

/**
 * Stores a commit without a work tree and without moving a ref; returns its oid. A file written where a
 * folder was (or the other way round) replaces it.
 *
 * @throws {GitError} `rejected` for a hostile path, empty message or nameless author; `not-found` for a missing parent or base
 */
export async function writeCommit(gitDir: string, input: WriteCommitInput): Promise<string> {
  const parents = input.parents.map(assertOid)
  await assertCommits(gitDir, parents)
  if (input.base !== null) {
    const { code } = await tryGit(['cat-file', '-e', `${assertOid(input.base)}^{tree}`], { gitDir })
    if (code !== 0) throw new GitError('not-found', `no tree ${input.base}`)
  }
  await using index = await TemporaryIndex.open(gitDir)
  await index.readTree(input.base)
  await index.apply(input.changes)
  // Awaited here: the index must outlive the last git process.
  return await index.commit(parents, input)
}
