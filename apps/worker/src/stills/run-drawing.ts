import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { DrawnStill } from './draw-stills.ts'
import { decodeAnswer } from './drawing-answer.ts'

const SCRIPT = fileURLToPath(new URL('./drawing-process.ts', import.meta.url))
const MAX_ANSWER_BYTES = 32 * 1024 * 1024
/** V8's own heap; the large arrays of a mesh lie outside of it, hence the second limit. */
const MAX_HEAP_MIB = 768
const MEMORY_LOOK_MS = 100
const PAGE_BYTES = 4096
const KEPT_STDERR = 4000

export interface DrawingLimits {
  readonly timeoutMs: number
  /** Resident memory of the process; watched on Linux only, elsewhere the limits of the readers must do. */
  readonly maxMemoryBytes: number
}

/**
 * - `drawn`: all stills
 * - `unfit`: the file says it all; another try ends the same
 * - `ended`: the process was ended, or ended without an answer; perhaps the machine was busy
 */
export type DrawingOutcome =
  | { readonly kind: 'drawn'; readonly stills: readonly DrawnStill[] }
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'ended'; readonly reason: string; readonly stderr: string }

/** Draws the stills of a file in a process of its own, without write access, within limits. */
export async function runDrawing(
  file: { source: 'mesh' | 'image'; fileName: string; bytes: Uint8Array },
  limits: DrawingLimits,
  signal: AbortSignal,
): Promise<DrawingOutcome> {
  const flags = [
    ...['--permission', '--allow-addons', '--allow-fs-read=*'],
    ...[`--max-old-space-size=${MAX_HEAP_MIB}`, '--no-warnings'],
  ]
  const child = spawn(process.execPath, [...flags, SCRIPT, file.source, file.fileName], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let ended: string | undefined
  const end = (reason: string): void => {
    ended ??= reason
    child.kill('SIGKILL')
  }
  const stop = () => end('the worker closes')
  const timer = setTimeout(end, limits.timeoutMs, `drawing took longer than ${limits.timeoutMs / 1000} s`)
  const memory = watchMemory(child, limits.maxMemoryBytes, () => end('drawing needs too much memory'))
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    // The process may end before it has read everything; how it ended says what happened.
    child.stdin.on('error', () => {})
    child.stdin.end(file.bytes)
    const [answer, stderr, code] = await Promise.all([
      collect(child.stdout, () => end('the answer is too large')),
      collectTail(child.stderr),
      new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject)),
    ])
    const decoded = ended === undefined && code === 0 ? decodeAnswer(answer) : undefined
    if (decoded === undefined) return { kind: 'ended', reason: ended ?? 'drawing broke off', stderr }
    return 'unfit' in decoded ? { kind: 'unfit', reason: decoded.unfit } : { kind: 'drawn', stills: decoded }
  } finally {
    clearTimeout(timer)
    clearInterval(memory)
    signal.removeEventListener('abort', stop)
  }
}

function watchMemory(child: ChildProcess, maxBytes: number, onOver: () => void): NodeJS.Timeout {
  return setInterval(async () => {
    const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '')
    const resident = Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES
    if (child.exitCode === null && resident > maxBytes) onOver()
  }, MEMORY_LOOK_MS)
}

async function collect(stream: AsyncIterable<Buffer>, onOver: () => void): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size <= MAX_ANSWER_BYTES) chunks.push(chunk)
    else onOver()
  }
  return Buffer.concat(chunks)
}

async function collectTail(stream: AsyncIterable<Buffer>): Promise<string> {
  let tail = ''
  for await (const chunk of stream) tail = (tail + chunk.toString('utf8')).slice(-KEPT_STDERR)
  return tail
}
