import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFakeInstance } from './fake-instance.ts'
import { startFakeRegistry } from './fake-registry.ts'

/*
 * Looks at the pages without an instance:
 *   node test/run-fake.ts [port] [oak|reed] [down]
 * prints the environment for `next dev -p <port + 1>` or `next start`.
 */
const [port = '4300', as = 'oak', down] = process.argv.slice(2)
const webPort = Number(port) + 1
const registryPort = Number(port) + 2
const secret = 'only-for-looking-at-pages-0123456789'
const registryUrl = `http://127.0.0.1:${registryPort}`
const publicUrl = `http://127.0.0.1:${port}`

const { privateKey } = generateKeyPairSync('ed25519')
const keyFile = join(mkdtempSync(join(tmpdir(), 'truss-web-')), 'openid.json')
writeFileSync(keyFile, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'sample-key' }), {
  mode: 0o600,
})

const id = as.padEnd(26, 'a')
await startFakeRegistry({ port: registryPort, clientId: id })
await startFakeInstance({
  port: Number(port),
  webPort,
  secret,
  registryUrl,
  as: as === 'reed' ? 'reed' : 'oak',
  registryDown: down === 'down',
})
console.log(`export TRUSS_PUBLIC_URL=${publicUrl} TRUSS_INTERNAL_URL=${publicUrl} TRUSS_INTERNAL_SECRET=${secret} \\
  TRUSS_REGISTRY_URL=${registryUrl} TRUSS_INSTANCE_ID=${id} TRUSS_INSTANCE_NAME=${as} \\
  TRUSS_OPENID_KEY_FILE=${keyFile} TRUSS_SESSION_SECRET=${secret}`)
