import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockFile } from './lock-file.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WEB = join(ROOT, 'apps/web')
const STAMP = join(WEB, '.next/truss-build-hash')
const LOCK = join(WEB, '.next/truss-build-lock')
/** What the pages are made of. */
const SOURCES = [
  'apps/web',
  'packages/ui',
  'packages/contracts',
  'packages/client',
  'packages/models',
  'package-lock.json',
]
const PASSED_OVER = new Set(['node_modules', '.next', '.turbo', 'test'])
/** Files that the compiler and Next write beside the sources. */
const MADE_HERE = /^next-env\.d\.ts$|\.tsbuildinfo$/

/** Builds the pages when their sources changed since the last build. Several processes may ask at once. */
export async function ensureWebBuild(say: (text: string) => void): Promise<void> {
  const hash = await sourceHash()
  if (await isBuilt(hash)) return
  await mkdir(join(WEB, '.next'), { recursive: true })
  await using _lock = await lockFile(LOCK, () => say('waiting for another build of the pages'))
  if (await isBuilt(hash)) return
  say('building the pages, once (about half a minute)')
  await rm(STAMP, { force: true })
  await build()
  await writeFile(STAMP, hash)
}

async function isBuilt(hash: string): Promise<boolean> {
  return existsSync(join(WEB, '.next/BUILD_ID')) && (await readFile(STAMP, 'utf8').catch(() => '')) === hash
}

async function build(): Promise<void> {
  const next = join(ROOT, 'node_modules/next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: WEB,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-8000)
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the pages could not be built:\n${output}`)
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of await filesBelow(join(ROOT, source))) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path]
  const files: string[] = []
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (PASSED_OVER.has(entry.name) || MADE_HERE.test(entry.name)) continue
    if (entry.isDirectory()) files.push(...(await filesBelow(join(path, entry.name))))
    else if (entry.isFile()) files.push(join(path, entry.name))
  }
  return files
}
