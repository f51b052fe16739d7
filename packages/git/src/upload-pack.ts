import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { GitError } from './git-error.ts'
import { closed, collectStderr, spawnGit, stopGit } from './git-process.ts'
import { errorLine, PktLineDecoder } from './pkt-line.ts'
import { feedRequest, type ServedGit, speakableError } from './serve-stream.ts'

export type ProtocolVersion = 0 | 1 | 2

/** A fetch request holds wants and haves; git's own server stops at 10 MiB. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024
/** For failures whose own words may name things of this machine. */
const UNSPOKEN = 'the request could not be served'
/** Seconds in which a client must send or take something, for git's own --timeout. */
const IDLE_SECONDS = 60

/**
 * The version that a `Git-Protocol` header (or GIT_PROTOCOL over SSH) asks for: the highest one known, 0 if
 * the value is absent or not well formed. Unknown keys are ignored, as gitprotocol-v2(5) demands.
 */
export function parseGitProtocol(value: string | undefined): ProtocolVersion {
  if (value === undefined || value.length > 256) return 0
  if (!/^[0-9a-zA-Z-]+(=[0-9a-zA-Z._-]+)?(:[0-9a-zA-Z-]+(=[0-9a-zA-Z._-]+)?)*$/.test(value)) return 0
  const words = value.split(':')
  return words.includes('version=2') ? 2 : words.includes('version=1') ? 1 : 0
}

export interface UploadPackOptions {
  gitDir: string
  /** From {@link parseGitProtocol}. */
  version: ProtocolVersion
  /** True for `GET info/refs`; the caller puts `serviceAnnouncement` before versions 0 and 1. */
  advertise: boolean
  /** Body of `POST git-upload-pack`, already decompressed. */
  input?: Readable
  signal?: AbortSignal
  /** The whole request, a slow clone included. Default one hour. */
  timeoutMs?: number
}

/**
 * Serves one stateless fetch request with git. When git fails before it has answered, the answer is an `ERR`
 * packet; afterwards the stream fails. Destroying the stream ends git.
 */
export function uploadPack(options: UploadPackOptions): ServedGit {
  const args = ['upload-pack', '--stateless-rpc', '--strict', `--timeout=${IDLE_SECONDS}`]
  // The old name of --http-backend-info-refs, known to every version.
  if (options.advertise) args.push('--advertise-refs')
  args.push(resolve(options.gitDir))
  const child = spawnGit(args, {
    config: ['uploadpack.allowFilter=true', 'transfer.hideRefs=refs/truss/incoming'],
    env: options.version === 0 ? {} : { GIT_PROTOCOL: `version=${options.version}` },
    signal: options.signal,
  })
  const stderr = collectStderr(child)
  const timer = setTimeout(() => stopGit(child), options.timeoutMs ?? 3_600_000)
  const source = child.stdout
  let written = 0
  const stdout = new Readable({
    read: () => void source?.resume(),
    destroy(error, callback) {
      stopGit(child)
      source?.resume()
      callback(error)
    },
  })
  source?.on('data', (chunk: Buffer) => {
    written += chunk.length
    if (!stdout.destroyed && !stdout.push(chunk)) source.pause()
  })
  const framingError = watchFraming(options.input, () => stopGit(child))
  feedRequest(child, options.input, MAX_REQUEST_BYTES)
  const finish = (code: number | null) => {
    clearTimeout(timer)
    if (!stdout.destroyed) {
      if (code !== 0 && written > 0) stdout.destroy(new Error('upload-pack stopped in the middle'))
      else {
        // git takes a request that is cut off for one that is over, and says nothing at all.
        const problem = framingError() ?? (code === 0 ? undefined : (speakableError(stderr()) ?? UNSPOKEN))
        if (problem !== undefined && written === 0) stdout.push(errorLine(problem))
        stdout.push(null)
      }
    }
    return { code, stderr: stderr() }
  }
  const done = closed(child).then(finish, (error: Error) => ({ ...finish(null), stderr: error.message }))
  return { stdout, done }
}

/** Reads along while git reads: what is wrong with the packets of a request, once it is over. */
function watchFraming(input: Readable | undefined, stop: () => void): () => string | undefined {
  const decoder = new PktLineDecoder({ maxBytes: MAX_REQUEST_BYTES })
  let problem: string | undefined
  input?.on('data', (chunk: Buffer) => {
    if (problem !== undefined) return
    try {
      for (const _ of decoder.push(chunk));
    } catch (error) {
      problem = (error as Error).message
      if (error instanceof GitError && error.code === 'too-large') stop()
    }
  })
  input?.on('end', () => {
    try {
      if (problem === undefined) decoder.end()
    } catch (error) {
      problem = (error as Error).message
    }
  })
  return () => problem
}
