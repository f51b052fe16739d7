import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFile } from './lock-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-lock-'))
  file = join(folder, 'lock')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('who comes second waits until the first gives the lock back', async () => {
  const order: string[] = []
  const first = await lockFile(file, () => order.push('first waits'))
  const waiting = Promise.withResolvers<void>()
  const second = lockFile(file, waiting.resolve).then((lock) => {
    order.push('second holds')
    return lock
  })
  await waiting.promise
  order.push('first ends')
  await first[Symbol.asyncDispose]()
  await (await second)[Symbol.asyncDispose]()
  expect(order).toEqual(['first ends', 'second holds'])
  expect(await readdir(folder)).toEqual([])
})

test('a holder that died is not waited for', async () => {
  const { pid } = spawnSync(process.execPath, ['--eval', ''])
  await writeFile(file, String(pid))
  await using _lock = await lockFile(file, () => expect.unreachable('waits for the dead'))
  expect(await readdir(folder)).toEqual(['lock'])
})
