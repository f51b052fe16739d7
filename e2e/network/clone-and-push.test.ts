import fs from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import git from 'isomorphic-git'
import http from 'isomorphic-git/http/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitOf, makeDesign } from '../support/designs.ts'
import { eventually } from '../support/eventually.ts'
import { gitClient, remoteRefs } from '../support/git-client.ts'

// oak (trusted, home of mara) -- birch (trusted, home of bob) -- reed (read-only mirror)
let network: Network
beforeAll(async () => {
  network = await createNetwork({
    instances: { oak: 'trusted', birch: 'trusted', reed: 'mirror' },
    people: { mara: 'oak', bob: 'birch', eve: 'birch' },
  })
}, 120_000)
afterAll(() => network?.[Symbol.asyncDispose]())

describe('a design at oak', () => {
  beforeAll(() => makeDesign(network, 'mara', 'bracket'))

  test.each(['oak', 'birch', 'reed'])('is cloned from %s with stock git', async (name) => {
    await using person = await gitClient()
    await person.ok(['clone', '--quiet', network.instance(name).git('mara', 'bracket'), 'clone'])
    expect(await readFile(join(person.folder('clone'), 'README.md'), 'utf8')).toContain('# Bracket')
  })

  test.each(['oak', 'birch', 'reed'])('is cloned from %s with isomorphic-git', async (name) => {
    await using person = await gitClient()
    const dir = person.folder('clone')
    await git.clone({ fs, http, dir, url: network.instance(name).git('mara', 'bracket') })
    expect(await readFile(join(dir, 'README.md'), 'utf8')).toContain('# Bracket')
  })

  test.each(['oak', 'birch', 'reed'])(
    'takes a push to the address at %s, and every instance shows it',
    async (name) => {
      await using mara = await gitOf(network, 'mara')
      const url = network.instance(name).git('mara', 'bracket')
      await mara.ok(['clone', '--quiet', url, 'work'])
      const cwd = mara.folder('work')
      await writeFile(join(cwd, `${name}.txt`), `pushed to ${name}\n`)
      await mara.ok(['add', '.'], { cwd })
      await mara.ok(['commit', '--quiet', '-m', `by way of ${name}`], { cwd })
      await mara.ok(['push', '--quiet', url, 'HEAD:main'], { cwd })
      const head = (await mara.ok(['rev-parse', 'HEAD'], { cwd })).trim()
      for (const other of ['oak', 'birch', 'reed']) {
        await eventually(async () => {
          const refs = await remoteRefs(mara, network.instance(other).git('mara', 'bracket'))
          expect(refs['refs/heads/main']).toBe(head)
        })
      }
    },
  )
})

test('the first clone at a mirror is sent to the host, and the mirror serves a verified copy afterwards', async () => {
  await makeDesign(network, 'mara', 'on-demand')
  await using person = await gitClient()
  const url = network.instance('reed').git('mara', 'on-demand')
  const still = ['-c', 'http.followRedirects=false', 'ls-remote', url]
  const cold = await fetch(`${url}/info/refs?service=git-upload-pack`, {
    redirect: 'manual',
    headers: { 'user-agent': 'git/2.39.5', 'git-protocol': 'version=2' },
  })
  expect(cold.status).toBe(302)
  expect(cold.headers.get('location')).toBe(
    `${network.instance('oak').git('mara', 'on-demand')}/info/refs?service=git-upload-pack`,
  )
  expect(cold.headers.get('cache-control')).toBe('no-store')
  await eventually(async () => expect((await person.run(still)).code).toBe(0))
})

test('only the owner pushes, and a stranger is told what to do instead', async () => {
  await makeDesign(network, 'mara', 'guarded')
  await using eve = await gitOf(network, 'eve')
  const url = network.instance('oak').git('mara', 'guarded')
  await eve.ok(['clone', '--quiet', url, 'work'])
  const cwd = eve.folder('work')
  await eve.ok(['commit', '--quiet', '--allow-empty', '-m', 'not mine'], { cwd })
  const { code, stderr } = await eve.run(['push', url, 'HEAD:main'], { cwd })
  expect(code).not.toBe(0)
  expect(stderr).toContain('only mara pushes to this design: fork it to change it')
})

test('credentials are never sent on to another instance', async () => {
  await makeDesign(network, 'mara', 'careful')
  const token = network.person('mara').tokens.reed
  const answer = await fetch(
    `${network.instance('reed').git('mara', 'careful')}/info/refs?service=git-receive-pack`,
    {
      redirect: 'manual',
      headers: { authorization: `Basic ${Buffer.from(`mara:${token}`).toString('base64')}` },
    },
  )
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain(
    `git remote set-url --push origin ${network.instance('oak').git('mara', 'careful')}`,
  )
})

test('pushes at one time are taken one after the other, and none is lost', async () => {
  await makeDesign(network, 'mara', 'busy')
  await using mara = await gitOf(network, 'mara')
  const url = network.instance('oak').git('mara', 'busy')
  await mara.ok(['clone', '--quiet', url, 'work'])
  const cwd = mara.folder('work')
  const branches = Array.from({ length: 6 }, (_, n) => `branch-${n}`)
  const results = await Promise.all(
    branches.map((branch) => mara.run(['push', '--quiet', url, `HEAD:refs/heads/${branch}`], { cwd })),
  )
  expect(results.map(({ code }) => code)).toEqual(branches.map(() => 0))
  const refs = await remoteRefs(mara, url)
  for (const branch of branches) expect(refs).toHaveProperty(`refs/heads/${branch}`)
})
