import { GitError } from './git-error.ts'
import { closed, collectStderr, exitError, type SpawnGitOptions, spawnGit, stopGit } from './git-process.ts'

/** Longest single record; a path has at most 4096 bytes, a commit message may be long. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024

export interface GitRecordsOptions extends Omit<SpawnGitOptions, 'extraPipes'> {
  /** Byte that ends each record. */
  delimiter: '\0' | '\n'
  timeoutMs: number
}

/**
 * The records that git writes, one after another, as UTF-8 text. Leaving the loop early ends git, so a
 * limit costs no more than what was read.
 *
 * @throws {GitError} `timeout`, `too-large` (one record), `not-found` (no repository), `broken` (exit code)
 */
export async function* gitRecords(
  args: readonly string[],
  options: GitRecordsOptions,
): AsyncGenerator<string, void, undefined> {
  const child = spawnGit(args, options)
  const stderr = collectStderr(child)
  const ended = closed(child)
  // Awaited below; a failed start must not be reported twice.
  ended.catch(() => {})
  let late = false
  const timer = setTimeout(() => {
    late = true
    stopGit(child)
  }, options.timeoutMs)
  const delimiter = options.delimiter.charCodeAt(0)
  let rest: Buffer = Buffer.alloc(0)
  try {
    child.stdin?.end()
    for await (const chunk of (child.stdout ?? []) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let start = 0
      for (let end = bytes.indexOf(delimiter); end !== -1; end = bytes.indexOf(delimiter, start)) {
        yield bytes.toString('utf8', start, end)
        start = end + 1
      }
      rest = bytes.subarray(start)
      if (rest.length > MAX_RECORD_BYTES)
        throw new GitError('too-large', `git ${args[0]}: a record is too long`)
    }
    const code = await ended
    if (late) throw new GitError('timeout', `git ${args[0]} took more than ${options.timeoutMs} ms`, stderr())
    if (options.signal?.aborted) throw new GitError('timeout', `git ${args[0]} was stopped`, stderr())
    if (code !== 0) throw exitError(args, code, stderr())
    if (rest.length > 0) yield rest.toString('utf8')
  } finally {
    clearTimeout(timer)
    stopGit(child)
  }
}
