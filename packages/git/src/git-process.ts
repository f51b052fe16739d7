import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { GitError, MAX_STDERR } from './git-error.ts'
import { HARD_CONFIG, hardEnvironment } from './hard-settings.ts'

/** Output that {@link runGit} collects when the caller names no limit. */
const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024
const DEFAULT_TIMEOUT_MS = 60_000
/** Time between the polite signal, which lets git remove its lock files and quarantine, and the other one. */
const KILL_GRACE_MS = 2_000

export interface SpawnGitOptions {
  /** Passed as `--git-dir`: git never looks for a repository by itself. */
  gitDir?: string | undefined
  cwd?: string | undefined
  env?: Readonly<Record<string, string>> | undefined
  /** Further `key=value` settings, which win over the hard ones. */
  config?: readonly string[] | undefined
  /** Extra pipes from descriptor 3 on. */
  extraPipes?: number | undefined
  /** Ends git and its children; the process then closes with a signal. */
  signal?: AbortSignal | undefined
}

export interface RunGitOptions extends Omit<SpawnGitOptions, 'extraPipes'> {
  input?: string | Buffer | undefined
  maxOutputBytes?: number | undefined
  timeoutMs?: number | undefined
}

/** How a git process ended, when any exit code is an answer. */
export interface GitOutcome {
  code: number
  stdout: Buffer
  stderr: string
}

/**
 * Starts git with the hard settings and a clean environment, in a process group of its own; all standard
 * streams are pipes. The caller must read stdout and stderr. End it early with {@link stopGit} only.
 */
export function spawnGit(args: readonly string[], options: SpawnGitOptions = {}): ChildProcess {
  const settings = [...HARD_CONFIG, ...(options.config ?? [])].flatMap((setting) => ['-c', setting])
  const gitDir = options.gitDir === undefined ? [] : [`--git-dir=${resolve(options.gitDir)}`]
  const child = spawn('git', [...settings, ...gitDir, ...args], {
    cwd: options.cwd ?? '/',
    env: hardEnvironment(options.env),
    stdio: [
      'pipe',
      'pipe',
      'pipe',
      ...Array.from({ length: options.extraPipes ?? 0 }, () => 'pipe' as const),
    ],
    // Its own group, so that pack-objects, index-pack and hooks end with it.
    detached: true,
  })
  // git may exit before it has read everything; its exit code says what happened.
  child.stdin?.on('error', () => {})
  const { signal } = options
  if (signal !== undefined) {
    const stop = () => stopGit(child)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    child.once('close', () => signal.removeEventListener('abort', stop))
  }
  return child
}

/** Ends a process of {@link spawnGit} and its whole group: SIGTERM, then SIGKILL. Safe to call twice. */
export function stopGit(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  signalGroup(child.pid, 'SIGTERM')
  const { pid } = child
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_GRACE_MS)
  timer.unref()
  child.once('close', () => clearTimeout(timer))
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone already.
  }
}

/** Keeps the end of a process's stderr. Call before the first event loop turn. */
export function collectStderr(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-MAX_STDERR)
  })
  return () => text
}

/**
 * Runs git and returns its outcome whatever the exit code.
 *
 * @throws {GitError} `timeout`, `too-large`, or `broken` when git cannot be started
 */
export async function tryGit(args: readonly string[], options: RunGitOptions = {}): Promise<GitOutcome> {
  const { input, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const child = spawnGit(args, options)
  const stderr = collectStderr(child)
  const chunks: Buffer[] = []
  let size = 0
  let failure: GitError | undefined
  const timer = setTimeout(() => {
    failure = new GitError('timeout', `git ${args[0]} took more than ${timeoutMs} ms`, stderr())
    stopGit(child)
  }, timeoutMs)
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= maxOutputBytes) chunks.push(chunk)
    else if (failure === undefined) {
      failure = new GitError('too-large', `git ${args[0]} wrote more than ${maxOutputBytes} bytes`, stderr())
      stopGit(child)
    }
  })
  child.stdin?.end(input)
  try {
    const code = await closed(child)
    if (failure !== undefined) throw failure
    if (options.signal?.aborted) throw new GitError('timeout', `git ${args[0]} was stopped`, stderr())
    if (code === null) throw new GitError('broken', `git ${args[0]} was killed`, stderr())
    return { code, stdout: Buffer.concat(chunks, size), stderr: stderr() }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Runs git and returns what it wrote to stdout.
 *
 * @throws {GitError} as {@link tryGit}; on a non-zero exit `not-found` when the repository is missing, else `broken`
 */
export async function runGit(args: readonly string[], options: RunGitOptions = {}): Promise<Buffer> {
  const outcome = await tryGit(args, options)
  if (outcome.code !== 0) throw exitError(args, outcome.code, outcome.stderr)
  return outcome.stdout
}

/** The error for an exit code that the caller has no better word for. */
export function exitError(args: readonly string[], code: number | null, stderr: string): GitError {
  if (/not a git repository/.test(stderr)) return new GitError('not-found', 'no such repository', stderr)
  return new GitError('broken', `git ${args[0]} exited with ${code ?? 'a signal'}`, stderr)
}

/** Waits until a process has ended and its streams are closed; null means that a signal ended it. */
export function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new GitError('broken', `cannot start git: ${error.message}`)))
    child.once('close', (code) => resolve(code))
  })
}
