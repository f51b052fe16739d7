import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface GitResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A person's own git: stock, in an empty home, asking nobody. */
export interface GitClient extends AsyncDisposable {
  readonly home: string
  run(args: readonly string[], options?: { cwd?: string; input?: string }): Promise<GitResult>
  /** Runs and fails with what git said. @returns standard output */
  ok(args: readonly string[], options?: { cwd?: string }): Promise<string>
  folder(name: string): string
}

/**
 * @param credentials by origin, as a credential helper would hold them: git offers them to that origin only
 */
export async function gitClient(credentials: Readonly<Record<string, string>> = {}): Promise<GitClient> {
  const home = await mkdtemp(join(tmpdir(), 'truss-git-'))
  const settings: [string, string][] = [
    ['user.name', 'Test Person'],
    ['user.email', 'test@example.invalid'],
    ['init.defaultBranch', 'main'],
    ['advice.detachedHead', 'false'],
  ]
  for (const [origin, token] of Object.entries(credentials)) {
    settings.push([
      `credential.${origin}.helper`,
      `!f() { test "$1" = get && printf 'username=token\\npassword=%s\\n' '${token}'; }; f`,
    ])
  }
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  }
  const run: GitClient['run'] = (args, options = {}) =>
    new Promise((resolve) => {
      const child = execFile(
        'git',
        [...args],
        { cwd: options.cwd ?? home, env, maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
        (error, stdout, stderr) =>
          resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
      )
      if (options.input !== undefined) child.stdin?.end(options.input)
    })
  return {
    home,
    run,
    async ok(args, options) {
      const { code, stdout, stderr } = await run(args, options)
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
      return stdout
    },
    folder: (name) => join(home, name),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

/** Branches and tags of a remote, by name. */
export async function remoteRefs(git: GitClient, url: string): Promise<Record<string, string>> {
  const lines = (await git.ok(['ls-remote', '--heads', '--tags', '--refs', url])).split('\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split('\t').reverse() as [string, string]))
}
