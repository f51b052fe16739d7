import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { playwrightChromium } from './playwright-chromium.ts'
import { runCommand } from './run-command.ts'

/** A program outside npm that some tests need. */
export interface Need {
  readonly name: string
  /** Any of these will do. */
  readonly programs: readonly string[]
  /** Package of Debian and its children. */
  readonly debian: string
  /** What is skipped without it. */
  readonly skipped: string
}

export const CHROMIUM: Need = {
  name: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debian: 'chromium',
  skipped: 'the browser tests are skipped',
}
export const REDIS: Need = {
  name: 'Redis',
  programs: ['redis-server'],
  debian: 'redis-server',
  skipped: 'the tests of the queue on Redis are skipped',
}

export interface TestPrograms {
  /** Undefined: there is no browser, and none could be had. */
  readonly chromium: string | undefined
}

interface Machine {
  readonly say: (text: string) => void
  readonly env: NodeJS.ProcessEnv
}

/** Installs what tests need where that works without asking anybody; says in one line each what stays missing. */
export async function provideTestPrograms(machine: Machine): Promise<TestPrograms> {
  const missing = []
  for (const need of [CHROMIUM, REDIS]) if (!(await findProgram(need, machine.env))) missing.push(need)
  if (missing.length > 0) await installWithApt(missing, machine)

  const redis = await findProgram(REDIS, machine.env)
  if (!redis) machine.say(missingLine(REDIS))
  const chromium = (await findProgram(CHROMIUM, machine.env)) ?? (await playwrightChromium(machine.say))
  if (!chromium) machine.say(missingLine(CHROMIUM))
  return { chromium }
}

export function missingLine({ name, skipped, debian }: Need): string {
  return `${name} is missing and could not be installed: ${skipped} (Debian package ${debian})`
}

/** The first of its programs that really runs: a browser may be there as a stub that only tells how to get one. */
export async function findProgram(need: Need, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  for (const file of need.programs.flatMap((program) => folders.map((folder) => join(folder, program)))) {
    if (existsSync(file) && (await runCommand(file, ['--version'], { env })).code === 0) return file
  }
  return undefined
}

/** On Debian and its children, as root or where sudo asks for no password. Elsewhere nothing happens. */
export async function installWithApt(needs: readonly Need[], { say, env }: Machine): Promise<void> {
  if (!(await isDebian()) || (await runCommand('apt-get', ['--version'], { env })).code !== 0) return
  const asRoot = process.getuid?.() === 0
  if (!asRoot && (await runCommand('sudo', ['-n', 'true'], { env })).code !== 0) return

  const packages = needs.map(({ debian }) => debian)
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const apt = (...args: string[]) => {
    const words = ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args]
    // sudo drops the environment, so the one variable that keeps apt from asking is set behind it.
    const [command = '', ...rest] = asRoot
      ? words
      : ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', ...words]
    return runCommand(command, rest, { env: quiet })
  }
  say(`installing ${packages.join(' and ')} with apt-get, which takes a minute or two`)
  // An old list may still do, so a failure here is not the end.
  await apt('update')
  // One at a time: what cannot be had must not keep the others away.
  for (const name of packages) {
    const { code, output } = await apt('install', '--no-install-recommends', name)
    if (code !== 0) say(`apt-get could not install ${name}: ${lastLine(output)}`)
  }
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
