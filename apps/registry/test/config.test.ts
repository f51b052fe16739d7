import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const GOOD = {
  TRUSS_REGISTRY_URL: 'https://registry.example',
  TRUSS_REGISTRY_PORT: '4400',
  TRUSS_REGISTRY_DATABASE_URL: 'postgres://truss@localhost/truss',
}

test('what is not said has a careful default', () => {
  expect(readConfig(GOOD)).toEqual({
    url: 'https://registry.example',
    host: '127.0.0.1',
    port: 4400,
    databaseUrl: 'postgres://truss@localhost/truss',
    name: 'Truss',
    joinLevel: 'mirror',
    allowPrivateOrigins: [],
    logLevel: 'info',
  })
})

test('private origins are a list of exact origins', () => {
  const read = (list: string) =>
    readConfig({ ...GOOD, TRUSS_ALLOW_PRIVATE_ORIGINS: list }).allowPrivateOrigins
  expect(read('http://localhost:4310, http://localhost:4320,')).toEqual([
    'http://localhost:4310',
    'http://localhost:4320',
  ])
  for (const list of ['http://localhost:4310/', 'localhost:4310', '*', 'http://*.example', '10.0.0.0/8']) {
    expect(() => read(list), list).toThrow('TRUSS_ALLOW_PRIVATE_ORIGINS')
  }
})

test('all bad settings are named at once', () => {
  const bad = {
    TRUSS_REGISTRY_URL: 'http://registry.example',
    TRUSS_REGISTRY_PORT: '',
    TRUSS_REGISTRY_DATABASE_URL: 'mysql://x',
    TRUSS_JOIN_LEVEL: 'trusted',
    TRUSS_LOG_LEVEL: 'loud',
  }
  let message = ''
  try {
    readConfig(bad)
  } catch (error) {
    message = String(error)
  }
  for (const name of Object.keys(bad)) expect(message).toContain(name)
  expect(message).toContain('use https, passwords go over it')
})

test('plain http is for this machine only', () => {
  for (const url of ['http://localhost:4400', 'http://127.0.0.1:4400', 'http://[::1]:4400']) {
    expect(readConfig({ ...GOOD, TRUSS_REGISTRY_URL: url }).url).toBe(url)
  }
  for (const url of [
    'http://192.168.1.2:4400',
    'http://localhost.example',
    'https://registry.example/truss',
  ]) {
    expect(() => readConfig({ ...GOOD, TRUSS_REGISTRY_URL: url }), url).toThrow('TRUSS_REGISTRY_URL')
  }
})
