import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { NOW } from '../test/fixtures.ts'
import { loadOpenidKey, loadOrCreateKeys } from './key-store.ts'

const base = await mkdtemp(join(tmpdir(), 'truss-keys-'))
afterAll(() => rm(base, { recursive: true }))
let count = 0
const freshDir = () => join(base, `keys-${count++}`)

test('keys are made once and are the same afterwards', async () => {
  const dir = freshDir()
  const made = await loadOrCreateKeys(dir, { now: NOW })
  expect(await loadOrCreateKeys(dir, { now: NOW })).toEqual(made)
  expect((await readdir(dir)).toSorted()).toEqual(['keys.json', 'openid.json', 'root.json'])
})

test('nobody else may read them, and the web process finds its own key alone', async () => {
  const dir = freshDir()
  const made = await loadOrCreateKeys(dir, { now: NOW })
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
  for (const file of await readdir(dir)) expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600)
  const openid = join(dir, 'openid.json')
  expect(await loadOpenidKey(openid)).toEqual(made.subkeys.openid)
  const text = await readFile(openid, 'utf8')
  for (const secret of [made.root.d, made.subkeys.request.privateKey.d, made.subkeys.refState.privateKey.d]) {
    expect(text).not.toContain(secret)
  }
})

test('processes that start at once end with the same keys and leave nothing behind', async () => {
  const dir = freshDir()
  const all = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKeys(dir, { now: NOW })))
  for (const keys of all) expect(keys).toEqual(all[0])
  expect(await readdir(dir)).toHaveLength(3)
})

test('a start that was cut off between files is finished by the next one', async () => {
  const dir = freshDir()
  const made = await loadOrCreateKeys(dir, { now: NOW })
  await rm(join(dir, 'openid.json'))
  const again = await loadOrCreateKeys(dir, { now: NOW })
  expect(again.subkeys.request).toEqual(made.subkeys.request)
  expect(again.subkeys.openid).not.toEqual(made.subkeys.openid)
})

test('a file that is open to others, broken or of another instance stops the start and keeps its secret', async () => {
  const [dir, other] = [freshDir(), freshDir()]
  const made = await loadOrCreateKeys(dir, { now: NOW })
  await loadOrCreateKeys(other, { now: NOW })
  const file = join(dir, 'root.json')
  await chmod(file, 0o640)
  await expect(loadOrCreateKeys(dir, { now: NOW })).rejects.toThrow('chmod 600')
  await chmod(file, 0o600)
  await writeFile(file, await readFile(join(other, 'root.json')))
  await expect(loadOrCreateKeys(dir, { now: NOW })).rejects.toMatchObject({ code: 'bad-signature' })
  for (const broken of [`{"root":"${made.root.d}"`, `{"root":{"d":"${made.root.d}"}}`]) {
    await writeFile(file, broken)
    const error = await loadOrCreateKeys(dir, { now: NOW }).catch((error: Error) => error)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).not.toContain(made.root.d)
    expect(await readFile(file, 'utf8')).toBe(broken)
  }
})
