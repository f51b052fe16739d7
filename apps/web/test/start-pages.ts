import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startFakeInstance } from './fake-instance.ts'
import { startFakeRegistry } from './fake-registry.ts'

const APP = resolve(import.meta.dirname, '..')

/** Whether `next build` has run: the pages are tested as they are served. */
export const pagesAreBuilt = existsSync(join(APP, '.next/BUILD_ID'))

export interface Pages extends AsyncDisposable {
  /** Where a browser goes: the sample instance, with the pages behind it. */
  url: string
  registryUrl: string
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Boots the built pages behind a sample instance and a sample registry. */
export async function startPages(
  options: { registryDown?: boolean; as?: 'oak' | 'reed' } = {},
): Promise<Pages> {
  const [port, webPort, registryPort] = await Promise.all([freePort(), freePort(), freePort()])
  const url = `http://127.0.0.1:${port}`
  const registryUrl = `http://127.0.0.1:${registryPort}`
  const as = options.as ?? 'oak'
  const id = as.padEnd(26, 'a')
  const secret = 'only-for-tests-of-pages-0123456789'
  const folder = mkdtempSync(join(tmpdir(), 'truss-web-test-'))
  const keyFile = join(folder, 'openid.json')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(keyFile, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'k1' }), {
    mode: 0o600,
  })
  const clientKey = publicKey.export({ format: 'jwk' })

  const servers: Server[] = [
    await startFakeInstance({
      port,
      webPort,
      secret,
      registryUrl,
      as,
      registryDown: options.registryDown ?? false,
    }),
    await startFakeRegistry({ port: registryPort, clientId: id, clientKey: { ...clientKey } }),
  ]
  const next = resolve(APP, '../../node_modules/next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'start', '-p', String(webPort), '-H', '127.0.0.1'], {
    cwd: APP,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      TRUSS_PUBLIC_URL: url,
      TRUSS_INTERNAL_URL: url,
      TRUSS_INTERNAL_SECRET: secret,
      TRUSS_REGISTRY_URL: registryUrl,
      TRUSS_INSTANCE_ID: id,
      TRUSS_INSTANCE_NAME: as,
      TRUSS_OPENID_KEY_FILE: keyFile,
      TRUSS_SESSION_SECRET: secret,
    },
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  for await (const line of child.stdout) if (String(line).includes('Ready')) break
  return {
    url,
    registryUrl,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
