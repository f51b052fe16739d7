import { GitError } from './git-error.ts'
import { assertOid, assertWritePath } from './names.ts'
import { assertCommits, type CommitMeta, type FileChange, TemporaryIndex } from './temporary-index.ts'

export interface RemixParent {
  commit: string
  /** Where the parent's files go; folders of two parents may not contain each other. */
  folder: string
}

export interface WriteRemixCommitInput extends CommitMeta {
  parents: readonly RemixParent[]
  /** Files beside the parents' folders, as a README; applied last. */
  changes: readonly FileChange[]
}

/**
 * Stores the first commit of a remix: each parent's files in a folder of its own, and each parent as git
 * parent, so that its history stays part of the new one. All parents must be in this repository already
 * (`copyObjects`). No ref moves.
 *
 * @throws {GitError} `rejected` for hostile, equal or nested folders, or a parent named twice; `not-found` for a missing parent
 */
export async function writeRemixCommit(gitDir: string, input: WriteRemixCommitInput): Promise<string> {
  const commits = input.parents.map(({ commit }) => assertOid(commit))
  const folders = input.parents.map(({ folder }) => assertWritePath(folder))
  if (commits.length === 0) throw new GitError('rejected', 'a remix has at least one parent')
  if (new Set(commits).size < commits.length) throw new GitError('rejected', 'a parent is named twice')
  // Compared without case: a checkout on macOS or Windows must not mix two parents.
  const spaces = folders.map((folder) => `${folder.normalize('NFC').toLowerCase()}/`)
  for (const [index, space] of spaces.entries()) {
    if (spaces.some((other, at) => at !== index && other.startsWith(space))) {
      throw new GitError('rejected', 'folders of two parents contain each other')
    }
  }
  await assertCommits(gitDir, commits)
  await using index = await TemporaryIndex.open(gitDir)
  await index.readTree(null)
  for (const { commit, folder } of input.parents) await index.readTreeInto(folder, commit)
  await index.apply(input.changes)
  // Awaited here: the index must outlive the last git process.
  return await index.commit(commits, input)
}
