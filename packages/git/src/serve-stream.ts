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
 * Feeds a request into git. A client that goes away ends git. When git has heard enough (a pack beyond the
 * limit), the rest is read and dropped, at most `maxDrainBytes`: a client that is still sending would not read the answer.
 */
export function feedRequest(child: ChildProcess, input: Readable | undefined, maxDrainBytes: number): void {
  const { stdin } = child
  if (stdin === null) return
  if (input === undefined) {
    stdin.end()
    return
  }
  input.on('error', () => stopGit(child))
  input.on('close', () => {
    if (!input.readableEnded) stopGit(child)
  })
  let drained = 0
  const drain = (chunk: Buffer) => {
    drained += chunk.length
    if (drained > maxDrainBytes) input.destroy()
  }
  stdin.once('close', () => {
    input.unpipe(stdin)
    if (input.readableEnded || input.destroyed) return
    input.on('data', drain)
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
