import type { ChildProcess } from 'node:child_process'
import { Readable } from 'node:stream'
import { GitError } from './git-error.ts'
import { closed, collectStderr, exitError, stopGit } from './git-process.ts'

/**
 * The stdout of a git process as a stream that ends only when git has succeeded, and fails when it has
 * not: a cut-off archive must not look complete. Destroying the stream ends git.
 */
export function processStream(child: ChildProcess, args: readonly string[], timeoutMs: number): Readable {
  const { stdout } = child
  if (stdout === null) throw new GitError('broken', 'git has no stdout')
  const stderr = collectStderr(child)
  let late = false
  const timer = setTimeout(() => {
    late = true
    stopGit(child)
  }, timeoutMs)
  const stream = new Readable({
    read: () => void stdout.resume(),
    destroy(error, callback) {
      clearTimeout(timer)
      stopGit(child)
      stdout.resume()
      callback(error)
    },
  })
  stdout.on('data', (chunk: Buffer) => {
    if (!stream.destroyed && !stream.push(chunk)) stdout.pause()
  })
  closed(child).then(
    (code) => {
      clearTimeout(timer)
      if (stream.destroyed) return
      if (code === 0) stream.push(null)
      else if (late) stream.destroy(new GitError('timeout', `git ${args[0]} took too long`, stderr()))
      else stream.destroy(exitError(args, code, stderr()))
    },
    (error: Error) => stream.destroy(error),
  )
  return stream
}
