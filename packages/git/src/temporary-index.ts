import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitError } from './git-error.ts'
import { runGit, tryGit } from './git-process.ts'
import { assertWritePath } from './names.ts'

export interface FileChange {
  path: string
  /** Null removes the file. */
  content: Buffer | null
  /** Default `100644`. */
  mode?: '100644' | '100755'
}

export interface CommitMeta {
  message: string
  /** Author and committer. */
  author: { name: string; email: string }
  when: Date
}

/** An index outside the repository, with the verbs that fill it. Its folder is gone after dispose. */
export class TemporaryIndex {
  readonly #gitDir: string
  readonly #folder: string
  /** Hex digits of an oid here, once a tree has been named. */
  #oidLength = 40

  private constructor(gitDir: string, folder: string) {
    this.#gitDir = gitDir
    this.#folder = folder
  }

  static async open(gitDir: string): Promise<TemporaryIndex> {
    return new TemporaryIndex(gitDir, await mkdtemp(join(tmpdir(), 'truss-index-')))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Starts from a tree, or from nothing. */
  async readTree(tree: string | null): Promise<void> {
    if (tree !== null) this.#oidLength = tree.length
    await this.#run(['read-tree', ...(tree === null ? ['--empty'] : [tree])])
  }

  /** Adds a whole tree below a folder that is not there yet. */
  async readTreeInto(folder: string, tree: string): Promise<void> {
    this.#oidLength = tree.length
    await this.#run(['read-tree', '-i', `--prefix=${assertWritePath(folder)}/`, tree])
  }

  async apply(changes: readonly FileChange[]): Promise<void> {
    if (changes.length === 0) return
    for (const { path } of changes) assertWritePath(path)
    const records: string[] = []
    for (const { path, content, mode = '100644' } of changes) {
      const oid = content === null ? null : await this.#storeBlob(content)
      // Mode 0 removes the path; the oid beside it is not looked at.
      records.push(oid === null ? `0 ${'0'.repeat(this.#oidLength)}\t${path}\0` : `${mode} ${oid}\t${path}\0`)
    }
    await this.#run(['update-index', '-z', '--index-info'], records.join(''))
  }

  /** Stores the tree and a commit of it; no ref moves. */
  async commit(parents: readonly string[], meta: CommitMeta): Promise<string> {
    const { author, message, when } = meta
    if (message.trim() === '' || message.includes('\0')) {
      throw new GitError('rejected', 'the commit message is empty or holds a NUL')
    }
    const name = author.name.replace(/[\p{Cc}<>]/gu, '').trim()
    const email = author.email.replace(/[\p{Cc}<>\s]/gu, '')
    if (name === '') throw new GitError('rejected', 'the author has no name')
    const date = `@${Math.floor(when.getTime() / 1000)} +0000`
    const env = {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    }
    const tree = await this.#run(['write-tree'])
    const parentArgs = parents.flatMap((parent) => ['-p', parent])
    return this.#run(['commit-tree', tree, ...parentArgs, '-F', '-'], message, env)
  }

  async #storeBlob(content: Buffer): Promise<string> {
    return this.#run(['hash-object', '-w', '--stdin'], content)
  }

  async #run(
    args: readonly string[],
    input?: string | Buffer,
    extra: Record<string, string> = {},
  ): Promise<string> {
    const env = { GIT_INDEX_FILE: join(this.#folder, 'index'), ...extra }
    return (await runGit(args, { gitDir: this.#gitDir, env, input })).toString().trim()
  }
}

/** Throws `not-found` unless each oid names a commit. */
export async function assertCommits(gitDir: string, oids: readonly string[]): Promise<void> {
  for (const oid of oids) {
    const { code, stderr } = await tryGit(['cat-file', '-e', `${oid}^{commit}`], { gitDir })
    if (code !== 0) throw new GitError('not-found', `no commit ${oid}`, stderr)
  }
}
