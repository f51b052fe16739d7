import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'

/** Whether a `redis-server` lies in PATH. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/** A Redis of its own for the tests: free port, loopback only, nothing on disk. */
export async function startRedis(): Promise<{ url: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'truss-redis-'))
  const port = await freePort()
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    dir,
  ]
  const server = spawn('redis-server', args, { stdio: 'ignore' })
  const exited = once(server, 'exit')
  const url = `redis://127.0.0.1:${port}`
  const probe = new Redis(url, {
    retryStrategy: (times) => (times > 200 ? null : 25),
    maxRetriesPerRequest: null,
  })
  probe.on('error', () => {})
  await probe.ping()
  probe.disconnect()
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill()
      await exited
      await rm(dir, { recursive: true, force: true })
    },
  }
}
