import { accessSync, constants } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Duplex, PassThrough, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { GitError } from './git-error.ts'
import { closed, collectStderr, spawnGit, stopGit } from './git-process.ts'
import { errorLine } from './pkt-line.ts'
import { type Push, readQuestion, writeAnswer } from './push-question.ts'
import { feedRequest, type ServedGit, speakableError } from './serve-stream.ts'

/** The report of a push with its progress; more is a fault. */
const MAX_ANSWER_BYTES = 1024 * 1024
/** A client that sends beyond the limit is listened to this long, in packs of the limit, so that it hears why. */
const DRAIN_FACTOR = 4
/** Room for the commands before the pack. */
const MAX_COMMAND_BYTES = 16 * 1024 * 1024

export type PushDecision = { accept: true } | { accept: false; message: string }

export interface ReceivePackOptions {
  gitDir: string
  /** Folder made by {@link ensureHooks}. */
  hooksPath: string
  /** True for `GET info/refs`; the caller puts `serviceAnnouncement` before it. */
  advertise: boolean
  /** Body of `POST git-receive-pack`, already decompressed. */
  input?: Readable
  /** Longest pack. git itself refuses more, and tells the pusher. */
  maxInputBytes: number
  signal?: AbortSignal
  /** The whole push. Default one hour. */
  timeoutMs?: number
  /** Further environment, as REMOTE_USER. */
  env?: Readonly<Record<string, string>>
  /** Asked once per push that holds an allowed command; no ref has moved yet. An error refuses. */
  decide: (push: Push) => Promise<PushDecision>
  /**
   * Awaited after git has ended and its refs have moved, before the client hears about it. `push` is undefined when
   * git refused before asking; with a `push` and a `code` other than 0, git was stopped: compare the refs. An error
   * breaks the answer off: the client does not learn that the push worked. Runs also when the client has gone.
   */
  beforeAnswer?: (outcome: { code: number | null; push: Push | undefined }) => Promise<void>
}

/**
 * Serves one stateless push request with git: objects go into quarantine, fsck checks them, `decide` is asked, then
 * refs move. `done` resolves when git has ended, before `beforeAnswer`. Destroying `stdout` before that ends git.
 */
export function receivePack(options: ReceivePackOptions): ServedGit {
  assertHook(options.hooksPath)
  const child = spawnGit(
    [
      'receive-pack',
      '--stateless-rpc',
      ...(options.advertise ? ['--advertise-refs'] : []),
      resolve(options.gitDir),
    ],
    { config: settings(options), extraPipes: 2, env: options.env },
  )
  const stderr = collectStderr(child)
  const timer = setTimeout(() => stopGit(child), options.timeoutMs ?? 3_600_000)
  const answer: Buffer[] = []
  let size = 0
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_ANSWER_BYTES || options.advertise) answer.push(chunk)
    else stopGit(child)
  })
  // From the question on a push runs to its end: the caller may have signed what the refs will be.
  let asking = false
  const giveUp = () => {
    if (!asking) stopGit(child)
  }
  if (options.signal?.aborted) giveUp()
  options.signal?.addEventListener('abort', giveUp, { once: true })
  const ended = closed(child).finally(() => {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', giveUp)
  })
  const stdout = new PassThrough({
    destroy(error, callback) {
      giveUp()
      callback(error)
    },
  })
  const decide = (push: Push) => {
    asking = true
    return options.decide(push)
  }
  const [, , , question, reply] = child.stdio
  let asked: Promise<Push | undefined> = Promise.resolve(undefined)
  if (question instanceof Duplex && reply instanceof Duplex) {
    reply.on('error', () => {})
    asked = converse(question, reply, decide).catch(() => {
      stopGit(child)
      return undefined
    })
  }
  feedRequest(child, options.input, options.maxInputBytes * DRAIN_FACTOR + MAX_COMMAND_BYTES)
  const done = ended.then(
    (code) => ({ code, stderr: stderr() }),
    (error: Error) => ({ code: null, stderr: error.message }),
  )
  done
    .then(async ({ code }) => {
      if (!options.advertise) await options.beforeAnswer?.({ code, push: await asked })
      if (stdout.destroyed) return
      for (const chunk of answer) stdout.write(chunk)
      // git says everything in its report; without one, this is all the client will ever hear.
      if (size === 0 && code !== 0) {
        stdout.write(errorLine(speakableError(stderr()) ?? 'the push could not be served'))
      }
      stdout.end()
    })
    .catch((error: Error) => stdout.destroy(error))
  return { stdout, done }
}

/** git skips a hook that it may not execute and would accept the push unasked. */
function assertHook(hooksPath: string): void {
  try {
    accessSync(join(hooksPath, 'pre-receive'), constants.X_OK)
  } catch {
    throw new GitError('broken', 'the pre-receive hook is missing or may not be executed')
  }
}

async function converse(
  question: Duplex,
  reply: Duplex,
  decide: ReceivePackOptions['decide'],
): Promise<Push | undefined> {
  let push: Push | undefined
  try {
    push = await readQuestion(question)
    if (push !== undefined) writeAnswer(reply, await decide(push))
  } catch {
    writeAnswer(reply, { accept: false, message: 'the push could not be checked' })
  } finally {
    question.destroy()
    if (push === undefined) reply.destroy()
  }
  return push
}

function settings(options: ReceivePackOptions): string[] {
  return [
    `core.hooksPath=${resolve(options.hooksPath)}`,
    'receive.fsckObjects=true',
    `receive.maxInputSize=${options.maxInputBytes}`,
    'receive.unpackLimit=1',
    'receive.advertisePushOptions=true',
    'receive.autogc=false',
    'receive.updateServerInfo=false',
    'receive.denyDeletes=false',
    'receive.denyCurrentBranch=ignore',
    'receive.denyDeleteCurrent=ignore',
    'receive.hideRefs=refs/truss',
  ]
}

/**
 * Writes the hook into a folder of the instance and returns the folder. Done once at start: in a checkout the
 * file may have lost its mode, or lie where programs may not be started.
 *
 * @throws {GitError} `broken` when programs may not be started from `folder` either
 */
export async function ensureHooks(folder: string): Promise<string> {
  const script = await readFile(fileURLToPath(new URL('../hooks/pre-receive', import.meta.url)))
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `.pre-receive.${process.pid}`)
  await writeFile(draft, script, { mode: 0o755 })
  await rename(draft, join(folder, 'pre-receive'))
  assertHook(folder)
  return folder
}
