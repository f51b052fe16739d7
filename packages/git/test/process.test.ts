import { afterAll, beforeAll, expect, test } from 'vitest'
import { closed, runGit, spawnGit, stopGit } from '../src/git-process.ts'
import { gitRecords } from '../src/git-records.ts'
import { Workbench } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await Workbench.open()
})
afterAll(() => bench[Symbol.asyncDispose]())

test('git sees none of the environment and settings of this process', async () => {
  process.env.GIT_DIR = '/nowhere'
  process.env.GIT_CONFIG_PARAMETERS = "'user.name=eve'"
  try {
    const output = (await runGit(['config', '--list'])).toString()
    expect(output).not.toContain('user.name')
    expect(output).toContain('protocol.allow=never')
    expect(output).toContain('transfer.fsckobjects=true')
  } finally {
    delete process.env.GIT_DIR
    delete process.env.GIT_CONFIG_PARAMETERS
  }
})

test('output beyond the limit and time beyond the limit end git with a clear error', async () => {
  const { gitDir } = await bench.seeded('limits', { a: 'x'.repeat(100_000) })
  const blob = runGit(['cat-file', 'blob', 'main:a'], { gitDir, maxOutputBytes: 1000 })
  await expect(blob).rejects.toMatchObject({ code: 'too-large' })
  const waiting = spawnGit(['cat-file', '--batch'], { gitDir })
  const ended = closed(waiting)
  stopGit(waiting)
  expect(await ended).toBeNull()
  const sleepy = runGit(['-c', 'alias.nap=!sleep 30', 'nap'], { gitDir, timeoutMs: 50 })
  await expect(sleepy).rejects.toMatchObject({ code: 'timeout' })
  const stopped = runGit(['-c', 'alias.nap=!sleep 30', 'nap'], { gitDir, signal: AbortSignal.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'timeout' })
})

test('a protocol that is not asked for is refused, also for a path', async () => {
  const { gitDir } = await bench.seeded('local', { a: '1' })
  await expect(runGit(['ls-remote', gitDir])).rejects.toMatchObject({
    code: 'broken',
    stderr: expect.stringContaining("transport 'file' not allowed"),
  })
})

test('records arrive one by one, and leaving early is no error', async () => {
  const { gitDir } = await bench.seeded('records', { a: '1', b: '2', c: '3' })
  const names: string[] = []
  for await (const name of gitRecords(['ls-tree', '-z', '--name-only', 'main'], {
    gitDir,
    delimiter: '\0',
    timeoutMs: 5000,
  })) {
    names.push(name)
    if (names.length === 2) break
  }
  expect(names).toEqual(['a', 'b'])
})
