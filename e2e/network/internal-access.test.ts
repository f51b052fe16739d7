import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@truss/client/client'
import { isProblem } from '@truss/client/problem-error'
import type { AccountId } from '@truss/contracts/ids'
import { allowReceivePack, allowUploadPack, INTERNAL_API } from '@truss/contracts/instance-internal-routes'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDesign } from '../support/designs.ts'

// oak (trusted, home of mara)
let network: Network
beforeAll(async () => {
  network = await createNetwork({ instances: { oak: 'trusted' }, people: { mara: 'oak', eve: 'oak' } })
  await makeDesign(network, 'mara', 'inner')
}, 120_000)
afterAll(() => network?.[Symbol.asyncDispose]())

function internal(secret?: string) {
  const { settings, prepared } = network.instance('oak')
  return createClient({
    base: `http://127.0.0.1:${settings.ports.internal}${INTERNAL_API}`,
    fetch: (request) => fetch(request),
    authorize(request) {
      request.headers.set('authorization', `Bearer ${secret ?? prepared.secrets.internalSecret}`)
      return request
    },
  })
}

const ask = (
  route: typeof allowReceivePack | typeof allowUploadPack,
  slug: string,
  account: AccountId | null,
) =>
  internal()
    .call(route, { params: { owner: 'mara', slug }, body: { account } })
    .catch((error: unknown) => (isProblem(error) ? error.problem.status : error))

test('path, rights and hooks of a repository are told to a process that knows the secret', async () => {
  const { account } = network.person('mara')
  const answer = await internal().call(allowReceivePack, {
    params: { owner: 'mara', slug: 'inner' },
    body: { account },
  })
  expect(answer.rights).toEqual(['read', 'push'])
  expect(existsSync(join(answer.path, 'HEAD'))).toBe(true)
  expect(existsSync(join(answer.hooksPath, 'pre-receive'))).toBe(true)
})

test('anybody may read, only the owner push, and unknown names are not there', async () => {
  const eve = network.person('eve').account
  expect(await ask(allowUploadPack, 'inner', null)).toMatchObject({ rights: ['read'] })
  expect(await ask(allowReceivePack, 'inner', null)).toBe(403)
  expect(await ask(allowReceivePack, 'inner', eve)).toBe(403)
  expect(await ask(allowUploadPack, 'no-such', eve)).toBe(404)
})

test('without the secret nothing is told, and the public listener does not know the route', async () => {
  const body = { params: { owner: 'mara', slug: 'inner' }, body: { account: null } }
  await expect(internal('x'.repeat(43)).call(allowUploadPack, body)).rejects.toMatchObject({
    problem: { status: 401 },
  })
  const answer = await fetch(`${network.instance('oak').url}${INTERNAL_API}/upload-pack/mara/inner`, {
    method: 'POST',
  })
  expect(answer.status).not.toBe(200)
})
