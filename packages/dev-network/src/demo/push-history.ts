import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBareRepository } from '@truss/git/bare-repository'
import { GitError } from '@truss/git/git-error'
import { runGit } from '@truss/git/git-process'
import { updateRefs } from '@truss/git/refs'
import { writeCommit } from '@truss/git/write-commit'

export interface Commit {
  readonly branch: string
  readonly message: string
  readonly files: readonly { readonly path: string; readonly content: Uint8Array | null }[]
  readonly tag?: string | undefined
}

export interface PushTarget {
  readonly url: string
  readonly token: string
  readonly author: { readonly name: string; readonly email: string }
}

/** A bare repository in a temporary folder, gone after dispose. */
export async function scratchRepository(): Promise<{ gitDir: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'truss-seed-'))
  const gitDir = join(folder, 'repository.git')
  await createBareRepository(gitDir, { initialBranch: 'main' })
  return { gitDir, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/**
 * Builds commits on what `start` holds and returns the refs they lead to. A new branch starts from main.
 *
 * @param when of the first commit; each further one is an hour later, so that histories are the same every time
 */
export async function buildCommits(
  gitDir: string,
  commits: readonly Commit[],
  options: { author: PushTarget['author']; when: Date; start?: Readonly<Record<string, string>> },
): Promise<Map<string, string>> {
  const refs = new Map<string, string>(Object.entries(options.start ?? {}))
  for (const [index, commit] of commits.entries()) {
    const branch = `refs/heads/${commit.branch}`
    const parent = refs.get(branch) ?? refs.get('refs/heads/main') ?? null
    const when = new Date(options.when.getTime() + index * 3_600_000)
    const oid = await writeCommit(gitDir, {
      parents: parent === null ? [] : [parent],
      base: parent,
      changes: commit.files.map(({ path, content }) => ({
        path,
        content: content === null ? null : Buffer.from(content),
      })),
      message: commit.message,
      author: options.author,
      when,
    })
    refs.set(branch, oid)
    if (commit.tag !== undefined) refs.set(`refs/tags/${commit.tag}`, oid)
  }
  return refs
}

/** Pushes everything as a person would, with an access token. @throws {GitError} with what the server said */
export async function pushRefs(
  gitDir: string,
  refs: ReadonlyMap<string, string>,
  target: PushTarget,
): Promise<void> {
  const held = [...refs].map(([ref, oid]) => ({ ref, old: null, new: oid }))
  const prefix = 'refs/outgoing/'
  await updateRefs(
    gitDir,
    held.map((move) => ({ ...move, ref: prefix + move.ref.slice('refs/'.length) })),
  )
  await push(gitDir, target, `+${prefix}*:refs/*`)
}

/** Pushes all branches and tags of a repository that is there already. */
export async function push(gitDir: string, target: PushTarget, refspec: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`token:${target.token}`).toString('base64')}`
  try {
    await runGit(['push', '--quiet', target.url, refspec], {
      gitDir,
      config: ['protocol.http.allow=always', 'protocol.https.allow=always', 'http.followRedirects=false'],
      // In the environment: arguments are visible to every user of the machine.
      env: {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.extraHeader',
        GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
      },
      timeoutMs: 300_000,
    })
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw new Error(`push to ${target.url} failed: ${error.stderr}`, { cause: error })
  }
}

export async function fetchInto(gitDir: string, url: string): Promise<Record<string, string>> {
  await runGit(['fetch', '--quiet', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], {
    gitDir,
    config: ['protocol.http.allow=always', 'protocol.https.allow=always'],
    timeoutMs: 300_000,
  })
  const lines = (await runGit(['for-each-ref', '--format=%(refname) %(objectname)'], { gitDir })).toString()
  return Object.fromEntries(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string]),
  )
}
