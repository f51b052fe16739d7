import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const GOOD = {
  TRUSS_INSTANCE_NAME: 'reed',
  TRUSS_BASE_URL: 'https://reed.example',
  TRUSS_REGISTRY_URL: 'https://registry.example',
  TRUSS_REGISTRY_FEED_KEY: JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'a'.repeat(43) }),
  TRUSS_DATA_DIR: 'data',
  TRUSS_DATABASE_URL: 'postgres://truss@127.0.0.1/reed',
}

test('defaults mirror on demand, keep jobs in the database and list no private origin', () => {
  expect(readConfig(GOOD)).toMatchObject({
    mirrorPolicy: 'on-demand',
    redisUrl: undefined,
    allowPrivateOrigins: [],
  })
})

test('every bad variable is named at once', () => {
  const bad = { ...GOOD, TRUSS_BASE_URL: 'reed', TRUSS_MIRROR_POLICY: 'some', TRUSS_REGISTRY_FEED_KEY: '{' }
  expect(() => readConfig(bad)).toThrow(
    /TRUSS_BASE_URL[\s\S]*TRUSS_REGISTRY_FEED_KEY[\s\S]*TRUSS_MIRROR_POLICY/,
  )
})
