import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { stopGit } from './git-process.ts'

/** What a serving process answers: the bytes for the client, and how git ended. */
export interface ServedGit {
  stdout: Readable
  /** Never rejects. `code` is null when git was stopped; `stderr` is for the log. */
  done: Promise<{ code: number | null; stderr: string }>
}

/**
 * Feeds a request into git. A client that goes away, or sends more than `maxBytes`, ends git. When git has heard
 * enough before (a pack beyond its limit), the rest is read and dropped: a client that is still sending would not
 * read the answer.
 */
export function feedRequest(child: ChildProcess, input: Readable | undefined, maxBytes: number): void {
  const { stdin } = child
  if (stdin === null) return
  if (input === undefined) {
    stdin.end()
    return
  }
  let seen = 0
  input.on('data', (chunk: Buffer) => {
    seen += chunk.length
    if (seen > maxBytes) input.destroy()
  })
  input.on('error', () => stopGit(child))
  input.on('close', () => {
    if (!input.readableEnded) stopGit(child)
  })
  stdin.once('close', () => {
    input.unpipe(stdin)
    input.resume()
  })
  input.pipe(stdin)
}

/**
 * The words of a fatal error that help the person at the client and name nothing of this machine; undefined for
 * all others.
 */
export function speakableError(stderr: string): string | undefined {
  const line =
    /^fatal: ((?:protocol error|unknown capability|unexpected line|mismatched object format|no command|git upload-pack:|invalid|bad|expected flush)[^/]*)$/m
  return line.exec(stderr)?.[1]
}
