import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { stop } from '@truss/cli/supervise/supervise'

/** A process of the demo, with its output in a log file. */
export interface DemoProcess extends AsyncDisposable {
  readonly name: string
  readonly pid: number
  readonly child: ChildProcess
  /** Resolves with how it ended. */
  readonly ended: Promise<string>
  /** The last lines of its output, for a report. */
  tail(): string
}

export function startDemoProcess(options: {
  name: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  logFile: string
}): DemoProcess {
  const log: WriteStream = createWriteStream(options.logFile, { flags: 'a' })
  const child = spawn(process.execPath, [...options.args], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C reaches the whole foreground group; the demo itself tells its children, once and in order.
    detached: true,
  })
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.write(text)
      tail = (tail + text).slice(-3000)
    })
  }
  const ended = once(child, 'exit').then(([code, signal]) => {
    log.end()
    return String(signal ?? `exit code ${code}`)
  })
  if (child.pid === undefined) throw new Error(`${options.name} could not be started`)
  return {
    name: options.name,
    pid: child.pid,
    child,
    ended,
    tail: () => tail.trim(),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

/** The next message that fits; fails when the process ends first, or when it is time to stop. */
export async function message<T>(
  process: DemoProcess,
  fits: (value: unknown) => value is T,
  stop: AbortSignal,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(stop.reason)
  stop.addEventListener('abort', abort, { once: true })
  if (stop.aborted) abort()
  const listener = (value: unknown) => {
    if (fits(value)) resolve(value)
  }
  process.child.on('message', listener)
  try {
    return await Promise.race([
      promise,
      process.ended.then((how) => {
        throw new Error(`${process.name} ended (${how}):\n${process.tail()}`)
      }),
    ])
  } finally {
    process.child.off('message', listener)
    stop.removeEventListener('abort', abort)
  }
}
