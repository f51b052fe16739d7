import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DesignId } from '@truss/contracts/ids'
import { runGit } from '@truss/git/git-process'
import { repositoryPath } from '@truss/git/repository-path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { repackDesign } from '../src/maintenance/repack.ts'
import { createExclusive } from '../src/schedule/exclusive.ts'
import { keysOf, log } from './fixtures.ts'
import { HostedDesign } from './hosted-design.ts'

const oak = await keysOf('oak')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truss-repack-'))
})
afterEach(() => rm(folder, { recursive: true }))

const run = (design: string) =>
  repackDesign(
    {
      log,
      exclusive: createExclusive(),
      repositories: { path: (id: DesignId) => repositoryPath(folder, id) },
    },
    { id: design, payload: { design }, attempt: 1, signal: new AbortController().signal },
  )
const packs = async (gitDir: string) =>
  (await readdir(join(gitDir, 'objects', 'pack'))).filter((name) => name.endsWith('.pack')).length

test('a repository of many packs is packed, one of few is left alone', async () => {
  const design = await HostedDesign.create(oak, folder, 'hinge')
  const { gitDir } = design
  for (let push = 1; push <= 12; push++) {
    await design.moveSilently()
    await runGit(['repack', '-q', '-d'], { gitDir })
    if (push === 5) {
      await run(design.id)
      expect(await packs(gitDir)).toBe(5)
    }
  }
  await run(design.id)
  expect(await packs(gitDir)).toBeLessThan(12)
  await runGit(['fsck', '--strict'], { gitDir })
})

test('a repository that is not there is nobody’s fault, and a payload that is none is given up', async () => {
  await run('a'.repeat(52))
  await expect(run('../x')).rejects.toMatchObject({ name: 'UnrecoverableJob' })
})
