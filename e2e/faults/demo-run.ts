import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const MAIN = join(import.meta.dirname, '../../packages/dev-network/src/demo/main.ts')
/** A first start makes designs; building the pages comes on top where they changed. */
const START_TIMEOUT_MS = 150_000

const Pid = z.int().positive()
/** Exactly what the ready file holds: more or less of it fails. */
export const Ready = z.strictObject({
  pid: Pid,
  registry: z.strictObject({ url: z.url(), pid: Pid }),
  instances: z.array(
    z.strictObject({
      name: z.string(),
      level: z.enum(['mirror', 'trusted']),
      url: z.url(),
      apiUrl: z.url(),
      gitUrl: z.url(),
      sshUrl: z.string().nullable(),
      pids: z.tuple([Pid, Pid, Pid, Pid]),
      dataDir: z.string(),
    }),
  ),
  people: z.array(
    z.strictObject({
      handle: z.string(),
      password: z.string(),
      operator: z.boolean(),
      home: z.string(),
      tokens: z.record(z.string(), z.string()),
    }),
  ),
  designs: z.array(z.strictObject({ owner: z.string(), slug: z.string(), id: z.string(), host: z.string() })),
})
export type Ready = z.infer<typeof Ready>

/** The demo as a process of its own, as `npm run demo` starts it. */
export interface DemoRun extends AsyncDisposable {
  readonly child: ChildProcess
  /** What it printed so far. */
  output(): string
  /** The ready file as it is now. */
  ready(): Promise<Ready>
  /** SIGTERM, and the end of it. @returns the exit code */
  stop(): Promise<number | null>
}

/** Starts the demo and waits for its ready file, of which there must be none yet. @throws {Error} with its output when it ends before */
export async function startDemo(options: {
  dataDir: string
  portBase: number
  readyFile: string
}): Promise<DemoRun> {
  const { dataDir, portBase, readyFile } = options
  const there = Promise.withResolvers<void>()
  const watcher = watch(dirname(readyFile), () => {
    if (existsSync(readyFile)) there.resolve()
  })
  watcher.on('error', there.reject)
  const child = spawn(
    process.execPath,
    [MAIN, '--data', dataDir, '--port-base', String(portBase), '--ready-file', readyFile],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  }
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
    return child.exitCode
  }
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS)
  timeout.addEventListener('abort', () => there.reject(new Error('took too long')))
  try {
    await Promise.race([
      there.promise,
      exited.then(([code, signal]) => {
        throw new Error(`ended with ${signal ?? code}`)
      }),
    ])
  } catch (error) {
    await stop()
    throw new Error(`the demo did not start: ${String(error)}\n${output}`)
  } finally {
    watcher.close()
  }
  return {
    child,
    output: () => output,
    ready: async () => Ready.parse(JSON.parse(await readFile(readyFile, 'utf8'))),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
    },
  }
}

/** A port from which on a hundred are free. */
export async function freePortBase(): Promise<number> {
  for (let base = 20_000; base < 32_000; base += 100) {
    const free = await Promise.all(Array.from({ length: 100 }, (_, index) => isFree(base + index)))
    if (free.every(Boolean)) return base
  }
  throw new Error('there are no hundred free ports in a row')
}

/** Whether nobody listens on a port of the loopback address. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
