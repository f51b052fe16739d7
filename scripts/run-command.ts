import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Repository root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface CommandOptions {
  readonly cwd?: string
  /** The whole environment; ours when absent. */
  readonly env?: NodeJS.ProcessEnv
  /** Pass the output on to our own instead of keeping it. */
  readonly show?: boolean
}

export interface CommandResult {
  /** 127 when the program could not be started at all, 128 when a signal ended it. */
  readonly code: number
  /** Both streams as they came; empty when they were shown. */
  readonly output: string
}

/** Runs a program to its end. Nothing is ever asked: its input is closed. Our own SIGTERM ends it, and then us. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? process.env,
    stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  let told = false
  const pass = () => {
    told = true
    child.kill('SIGTERM')
  }
  process.once('SIGTERM', pass)
  try {
    const [code] = await once(child, 'close')
    // Who ends us wants no further step either.
    if (told) process.exit(143)
    return { code: code ?? 128, output }
  } catch (error) {
    return { code: 127, output: error instanceof Error ? error.message : String(error) }
  } finally {
    process.off('SIGTERM', pass)
  }
}

/** Runs a program of an npm package with the Node that runs us, whatever PATH says. */
export function runNode(script: string, args: readonly string[], options?: CommandOptions) {
  return runCommand(process.execPath, [script, ...args], options)
}
