import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, readSecrets } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'truss-web-config-'))

function keyFile(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519')

const good = {
  TRUSS_PUBLIC_URL: 'https://oak.example',
  TRUSS_INTERNAL_URL: 'http://127.0.0.1:4312',
  TRUSS_INTERNAL_SECRET: 'i'.repeat(32),
  TRUSS_REGISTRY_URL: 'https://registry.example',
  TRUSS_INSTANCE_ID: 'abcdefghijklmnopqrstuvwxyz',
  TRUSS_INSTANCE_NAME: 'oak',
  TRUSS_OPENID_KEY_FILE: keyFile('good.json', { ...privateKey.export({ format: 'jwk' }), kid: 'k1' }),
  TRUSS_SESSION_SECRET: 's'.repeat(32),
}

test('settings are read, and https makes cookies secure', () => {
  expect(readConfig(good)).toEqual({
    publicUrl: 'https://oak.example',
    internalUrl: 'http://127.0.0.1:4312',
    registryUrl: 'https://registry.example',
    instanceId: 'abcdefghijklmnopqrstuvwxyz',
    instanceName: 'oak',
    secure: true,
  })
  expect(readSecrets(good).openIdKey.kid).toBe('k1')
})

test('every bad variable is named at once', () => {
  const bad = { ...good, TRUSS_PUBLIC_URL: 'https://oak.example/', TRUSS_SESSION_SECRET: 'short' }
  const without = { ...bad, TRUSS_INSTANCE_ID: undefined }
  expect(() => readConfig(without)).toThrow(
    /(?=[\s\S]*TRUSS_PUBLIC_URL)(?=[\s\S]*TRUSS_SESSION_SECRET)(?=[\s\S]*TRUSS_INSTANCE_ID)/,
  )
})

test.each([
  ['a public key', keyFile('public.json', { ...publicKey.export({ format: 'jwk' }), kid: 'k1' })],
  ['a key without an id', keyFile('no-kid.json', privateKey.export({ format: 'jwk' }))],
  ['no file', join(folder, 'absent.json')],
])('%s is refused as the key of sign-ins, and nothing of it is quoted', (_name, path) => {
  expect(() => readSecrets({ ...good, TRUSS_OPENID_KEY_FILE: path })).toThrow(
    'bad configuration: TRUSS_OPENID_KEY_FILE holds no private Ed25519 JWK with a kid',
  )
})
