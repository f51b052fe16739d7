import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBareRepository } from '../src/bare-repository.ts'
import { searchPath } from '../src/config.ts'
import { updateRefs } from '../src/refs.ts'
import { writeCommit } from '../src/write-commit.ts'

export const AUTHOR = { name: 'Mara', email: 'mara@alpha.test' }

/** Bytes that no compression makes smaller, the same each time. */
export function noise(length: number, seed = 1): Buffer {
  let state = seed
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** A folder of a test, with a stock git that knows nothing of this machine's settings. */
export class Workbench {
  readonly folder: string
  #commits = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<Workbench> {
    return new Workbench(await mkdtemp(join(tmpdir(), 'truss-git-test-')))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  /** Runs a client's git; never rejects. */
  tryGit(args: readonly string[], cwd = this.folder): Promise<Outcome> {
    const env = {
      PATH: searchPath(),
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: AUTHOR.name,
      GIT_AUTHOR_EMAIL: AUTHOR.email,
      GIT_COMMITTER_NAME: AUTHOR.name,
      GIT_COMMITTER_EMAIL: AUTHOR.email,
    }
    return new Promise((resolve) => {
      execFile('git', args, { cwd, env, timeout: 60_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr })
      })
    })
  }

  async git(args: readonly string[], cwd = this.folder): Promise<string> {
    const { code, stdout, stderr } = await this.tryGit(args, cwd)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }

  async bare(name: string): Promise<string> {
    const path = this.path(`${name}.git`)
    await createBareRepository(path, { initialBranch: 'main' })
    return path
  }

  /** Commits files on top of `parent`, one second after the commit before; null removes a file. */
  commit(
    gitDir: string,
    files: Record<string, string | Buffer | null>,
    options: { parents?: string[]; message?: string } = {},
  ): Promise<string> {
    const { parents = [], message = 'change files' } = options
    this.#commits += 1
    return writeCommit(gitDir, {
      parents,
      base: parents[0] ?? null,
      changes: Object.entries(files).map(([path, content]) => ({
        path,
        content: content === null ? null : Buffer.from(content),
      })),
      message,
      author: AUTHOR,
      when: new Date(Date.UTC(2026, 0, 1, 0, 0, this.#commits)),
    })
  }

  /** A bare repository whose branch `main` holds one commit of these files. */
  async seeded(
    name: string,
    files: Record<string, string | Buffer>,
  ): Promise<{ gitDir: string; oid: string }> {
    const gitDir = await this.bare(name)
    const oid = await this.commit(gitDir, files, { message: 'begin' })
    await updateRefs(gitDir, [{ ref: 'refs/heads/main', old: null, new: oid }])
    return { gitDir, oid }
  }
}
