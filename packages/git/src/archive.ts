import type { Readable } from 'node:stream'
import { spawnGit } from './git-process.ts'
import { assertOid, assertWritePath } from './names.ts'
import { processStream } from './process-stream.ts'

const TIMEOUT_MS = 30 * 60_000

export interface ArchiveOptions {
  format: 'zip' | 'tar.gz'
  /** Folder that holds everything inside the archive, without slash at the end. */
  prefix: string
  signal?: AbortSignal
}

/**
 * The files of a commit as an archive. The stream fails (not ends) when git does; destroying it ends git.
 *
 * @throws {GitError} `rejected` for a malformed oid or prefix
 */
export function archive(gitDir: string, commit: string, options: ArchiveOptions): Readable {
  const prefix = `${assertWritePath(options.prefix)}/`
  const args = ['archive', `--format=${options.format}`, `--prefix=${prefix}`, assertOid(commit)]
  const child = spawnGit(args, { gitDir, signal: options.signal })
  child.stdin?.end()
  return processStream(child, args, TIMEOUT_MS)
}
