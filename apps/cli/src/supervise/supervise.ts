import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A process that is kept alive. */
export interface Program {
  readonly name: string
  /** Script for the Node that runs us. */
  readonly script: string
  readonly args?: readonly string[]
  /** The whole environment: nothing is inherited but what is named here. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[]
}

export interface Supervised extends AsyncDisposable {
  /** Process ids by program name; one that is being restarted is absent. */
  pids(): Record<string, number>
  /** Starts a further program, and keeps it alive like the others. */
  add(program: Program): void
}

/** A program that lives this long has started well; its next death is restarted at once. */
const STEADY_MS = 10_000
const MAX_BACKOFF_MS = 10_000
const GRACE_MS = 8_000

/**
 * Starts programs and starts them again when they die, with growing pauses while they die young. They hold a
 * channel to us and end when it closes, so none outlives its supervisor, whatever killed that.
 */
export function supervise(
  programs: readonly Program[],
  events: {
    onChange(pids: Record<string, number>): void
    onDeath(name: string, how: string): void
    onOutput(name: string, line: string): void
  },
): Supervised {
  const running = new Map<string, ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let stopping = false

  const pids = () =>
    Object.fromEntries([...running].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]])))

  function start(program: Program, failures: number): void {
    const startedAt = Date.now()
    const child = spawn(
      process.execPath,
      [...(program.nodeArgs ?? []), program.script, ...(program.args ?? [])],
      {
        cwd: program.cwd,
        env: program.env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    )
    running.set(program.name, child)
    for (const stream of [child.stdout, child.stderr])
      forwardLines(stream, (line) => events.onOutput(program.name, line))
    child.once('error', (error) => events.onOutput(program.name, `could not start: ${error.message}`))
    child.once('exit', (code, signal) => {
      running.delete(program.name)
      if (stopping) return
      events.onDeath(program.name, signal ?? `exit code ${code}`)
      const next = Date.now() - startedAt > STEADY_MS ? 0 : failures + 1
      const pause = next <= 1 ? 0 : Math.min(250 * 2 ** (next - 2), MAX_BACKOFF_MS)
      const timer = setTimeout(() => {
        timers.delete(timer)
        start(program, next)
      }, pause)
      timers.add(timer)
    })
    events.onChange(pids())
  }

  for (const program of programs) start(program, 0)

  return {
    pids,
    add: (program) => start(program, 0),
    async [Symbol.asyncDispose]() {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...running.values()].map(stop))
    },
  }
}

/** SIGTERM, and SIGKILL for who does not listen. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await exited
  clearTimeout(timer)
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(-8192)
    for (const line of lines) if (line.trim() !== '') onLine(line)
  })
}
