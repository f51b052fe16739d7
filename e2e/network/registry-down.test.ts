import { getDesign } from '@truss/contracts/instance-routes'
import { connectRegistry } from '@truss/db/registry/registry-db'
import { refStates } from '@truss/db/registry/tables'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitOf, makeDesign } from '../support/designs.ts'
import { eventually } from '../support/eventually.ts'
import { gitClient, remoteRefs } from '../support/git-client.ts'

// oak (trusted, home of mara) -- reed (read-only mirror), registry comes and goes
let network: Network
beforeAll(async () => {
  network = await createNetwork({ instances: { oak: 'trusted', reed: 'mirror' }, people: { mara: 'oak' } })
}, 120_000)
afterAll(() => network?.[Symbol.asyncDispose]())

test('without the registry clones, pushes at the host and pages go on; the states drain in order afterwards', async () => {
  await makeDesign(network, 'mara', 'steady')
  await using mara = await gitOf(network, 'mara')
  const oak = network.instance('oak')
  const url = oak.git('mara', 'steady')
  await mara.ok(['clone', '--quiet', url, 'work'])
  const cwd = mara.folder('work')
  const api = await oak.as('mara')
  const before = await api.call(getDesign, { params: { owner: 'mara', slug: 'steady' } })

  await network.registry.stop()
  for (let n = 1; n <= 5; n++) {
    await mara.ok(['commit', '--quiet', '--allow-empty', '-m', `change ${n}`], { cwd })
    await mara.ok(['push', '--quiet', url, 'HEAD:main'], { cwd })
  }
  const head = (await mara.ok(['rev-parse', 'HEAD'], { cwd })).trim()
  await using stranger = await gitClient()
  expect((await remoteRefs(stranger, url))['refs/heads/main']).toBe(head)
  const meanwhile = await api.call(getDesign, { params: { owner: 'mara', slug: 'steady' } })
  expect(meanwhile.copy.verdict).toBe('verified')
  expect(meanwhile.commits).toBe((before.commits ?? 0) + 5)

  await network.registry.start()
  const id = before.design.id
  await using registry = connectRegistry(network.registryDatabase)
  await eventually(async () => {
    const rows = await registry.db.select().from(refStates).orderBy(refStates.ticket)
    const seqs = rows.filter((row) => row.design === id).map((row) => row.seq)
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6])
  }, 30_000)
  await eventually(async () => {
    const refs = await remoteRefs(stranger, network.instance('reed').git('mara', 'steady'))
    expect(refs['refs/heads/main']).toBe(head)
  }, 30_000)
}, 120_000)

test('with the host down a mirror serves its verified copy', async () => {
  await makeDesign(network, 'mara', 'lasting')
  await using person = await gitClient()
  const reed = network.instance('reed')
  const url = reed.git('mara', 'lasting')
  const refs = await remoteRefs(person, network.instance('oak').git('mara', 'lasting'))
  await eventually(async () => {
    const { code } = await person.run(['-c', 'http.followRedirects=false', 'ls-remote', url])
    if (code !== 0) await person.run(['ls-remote', url])
    expect(code).toBe(0)
  })
  await network.instance('oak').stop()
  try {
    await person.ok(['clone', '--quiet', url, 'clone'])
    expect(await remoteRefs(person, url)).toEqual(refs)
  } finally {
    await network.instance('oak').start()
  }
}, 120_000)
