import { randomUUID } from 'node:crypto'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { GitError } from './git-error.ts'
import { runGit } from './git-process.ts'
import { assertRefName } from './names.ts'

/**
 * Written into each repository, so that a git started by hand keeps the promises too. What depends on the
 * request (limits, hooks) comes at spawn time.
 */
const REPOSITORY_CONFIG: readonly (readonly [string, string])[] = [
  ['core.logAllRefUpdates', 'false'],
  // Fetched, not yet checked: nobody is offered these.
  ['transfer.hideRefs', 'refs/truss/incoming'],
  // Truss's own refs move by Truss's own hand only.
  ['receive.hideRefs', 'refs/truss'],
  ['gc.auto', '0'],
]

export interface CreateBareRepositoryOptions {
  /** Default `sha1`. */
  objectFormat?: 'sha1' | 'sha256'
  /** Short name of the branch that HEAD names, as `main`. */
  initialBranch: string
}

/**
 * Makes an empty bare repository at `path`, in one visible step: it is built beside the path and renamed.
 * Missing parent folders are made.
 *
 * @throws {GitError} `conflict` when something is there already, `rejected` for a bad branch name
 */
export async function createBareRepository(
  path: string,
  options: CreateBareRepositoryOptions,
): Promise<void> {
  const { objectFormat = 'sha1', initialBranch } = options
  const head = assertRefName(`refs/heads/${initialBranch}`)
  const parent = dirname(path)
  await mkdir(parent, { recursive: true })
  const draft = join(parent, `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    await runGit(['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`, '--', draft])
    for (const [key, value] of REPOSITORY_CONFIG) await runGit(['config', key, value], { gitDir: draft })
    await setHead(draft, head)
    // Without it a rename onto an empty folder would succeed and hide that somebody else began here.
    if (await exists(path)) throw new GitError('conflict', 'a repository is there already')
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOTEMPTY' || code === 'EEXIST') {
      throw new GitError('conflict', 'a repository is there already')
    }
    throw error
  }
}

/** Whether `path` holds a repository that {@link createBareRepository} could have made. */
export async function repositoryExists(path: string): Promise<boolean> {
  return (await exists(join(path, 'HEAD'))) && (await exists(join(path, 'objects')))
}

/** Makes HEAD name a branch, born or not. Throws `rejected` unless `ref` lies below `refs/heads/`. */
export async function setHead(path: string, ref: string): Promise<void> {
  if (!ref.startsWith('refs/heads/')) throw new GitError('rejected', 'HEAD names branches only')
  await runGit(['symbolic-ref', 'HEAD', assertRefName(ref)], { gitDir: path })
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
