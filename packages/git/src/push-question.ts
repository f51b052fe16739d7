import type { Readable, Writable } from 'node:stream'
import { GitError } from './git-error.ts'
import { assertOid, assertRefName } from './names.ts'
import { printable } from './pkt-line.ts'
import type { RefChange } from './refs.ts'

/** Bytes that the hook may write: about 50 000 ref changes. */
const MAX_QUESTION_BYTES = 8 * 1024 * 1024

/** A push that waits for a decision. Its objects are checked by fsck and lie in quarantine. */
export interface Push {
  commands: RefChange[]
  /** Folder of the pushed objects; null when nothing but deletions was sent. */
  quarantinePath: string | null
  /** Environment in which git sees the quarantined objects, for reading only. */
  quarantineEnv: Record<string, string>
  /** `git push -o`, in the pusher's order. */
  pushOptions: string[]
}

/**
 * Reads what the pre-receive hook asks; undefined when git ended without asking.
 *
 * @throws {GitError} `too-large`, `broken`
 */
export async function readQuestion(pipe: Readable): Promise<Push | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of pipe as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_QUESTION_BYTES) throw new GitError('too-large', 'the push changes too many refs')
    // The pipe stays open: git and its children hold it until they end.
    if (chunk.at(-1) === 0 && endsQuestion(chunks)) break
  }
  if (size === 0) return undefined
  if (!endsQuestion(chunks)) throw new GitError('broken', 'the hook stopped in the middle of its question')
  return parseQuestion(Buffer.concat(chunks).toString('utf8').split('\0'))
}

function endsQuestion(chunks: readonly Buffer[]): boolean {
  return Buffer.concat(chunks.slice(-5)).subarray(-5).equals(Buffer.from('\0end\0'))
}

function parseQuestion(fields: readonly string[]): Push {
  const push: Push = { commands: [], quarantinePath: null, quarantineEnv: {}, pushOptions: [] }
  for (const field of fields) {
    const split = field.indexOf('=')
    const key = field.slice(0, split)
    const value = field.slice(split + 1)
    if (key === 'option') push.pushOptions.push(value)
    else if (key === 'commands') push.commands = value.split('\n').filter(Boolean).map(parseCommand)
    else if (key.startsWith('GIT_') && value !== '') push.quarantineEnv[key] = value
  }
  push.quarantinePath = push.quarantineEnv.GIT_QUARANTINE_PATH ?? null
  return push
}

function parseCommand(line: string): RefChange {
  const [before = '', after = '', ref = ''] = line.split(' ')
  const present = (oid: string) => (/^0+$/.test(oid) ? null : assertOid(oid))
  return { ref: assertRefName(ref), old: present(before), new: present(after) }
}

/** Tells the waiting hook; the message reaches the pusher's terminal, line by line. */
export function writeAnswer(
  pipe: Writable,
  decision: { accept: true } | { accept: false; message: string },
): void {
  if (decision.accept) {
    pipe.end('accept\n.\n')
    return
  }
  const lines = decision.message.split('\n').slice(0, 50).map(printable)
  // A lone dot would end the answer.
  const safe = lines.map((line) => (line === '.' ? '. ' : line))
  pipe.end(['reject', ...safe, '.', ''].join('\n'))
}
