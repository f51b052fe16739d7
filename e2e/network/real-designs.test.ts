import fs from 'node:fs'
import { join, resolve } from 'node:path'
import { createDesign } from '@truss/contracts/instance-routes'
import { Slug } from '@truss/contracts/names'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import git from 'isomorphic-git'
import http from 'isomorphic-git/http/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DETAILS, gitOf } from '../support/designs.ts'
import { eventually } from '../support/eventually.ts'
import { type GitClient, gitClient, remoteRefs } from '../support/git-client.ts'

const folder = resolve(process.env.TRUSS_DESIGNS_DIR ?? join(import.meta.dirname, '../../../shared/designs'))
const bundles = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.bundle')) : []

async function bundleRefs(person: GitClient, file: string): Promise<Record<string, string>> {
  const lines = (await person.ok(['bundle', 'list-heads', file])).split('\n').filter(Boolean)
  const refs = lines.map((line) => line.split(' ').reverse() as [string, string])
  return Object.fromEntries(refs.filter(([name]) => /^refs\/(heads|tags)\//.test(name)))
}

// oak (trusted, home of mara) -- birch (trusted) -- reed (read-only mirror)
describe.skipIf(bundles.length === 0)('real design histories', () => {
  let network: Network
  beforeAll(async () => {
    network = await createNetwork({
      instances: { oak: 'trusted', birch: 'trusted', reed: 'mirror' },
      people: { mara: 'oak' },
    })
    const api = await network.instance('oak').as('mara')
    await using mara = await gitOf(network, 'mara')
    for (const file of bundles) {
      const slug = file.replace(/\.bundle$/, '')
      await api.call(createDesign, { body: { slug: Slug.parse(slug), details: DETAILS, empty: true } })
      await mara.ok(['clone', '--quiet', '--mirror', join(folder, file), slug])
      const url = network.instance('oak').git('mara', slug)
      await mara.ok(['push', '--quiet', url, 'refs/heads/*:refs/heads/*', 'refs/tags/*:refs/tags/*'], {
        cwd: mara.folder(slug),
      })
    }
  }, 180_000)
  afterAll(() => network?.[Symbol.asyncDispose]())

  describe.each(bundles)('%s', (file) => {
    const slug = file.replace(/\.bundle$/, '')
    test.each(['oak', 'birch', 'reed'])(
      'has the object ids of the bundle when cloned from %s',
      async (name) => {
        await using person = await gitClient()
        const url = network.instance(name).git('mara', slug)
        const expected = await bundleRefs(person, join(folder, file))
        await person.ok(['clone', '--quiet', '--mirror', url, 'stock'])
        const stock = await person.ok(
          ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags'],
          {
            cwd: person.folder('stock'),
          },
        )
        expect(
          Object.fromEntries(
            stock
              .split('\n')
              .filter(Boolean)
              .map((line) => line.split(' ')),
          ),
        ).toEqual(expected)

        const dir = person.folder('iso')
        await git.clone({ fs, http, dir, url, noCheckout: true })
        for (const [ref, oid] of Object.entries(expected)) {
          const short = ref.replace(/^refs\/heads\//, 'refs/remotes/origin/')
          expect(await git.resolveRef({ fs, dir, ref: short })).toBe(oid)
        }
      },
      120_000,
    )

    test('ends up as a verified copy at the mirror, served by itself', async () => {
      await using person = await gitClient()
      const url = network.instance('reed').git('mara', slug)
      await eventually(async () => {
        const { code, stderr } = await person.run(['-c', 'http.followRedirects=false', 'ls-remote', url])
        expect(code, stderr).toBe(0)
      }, 60_000)
      expect(await remoteRefs(person, url)).toEqual(await bundleRefs(person, join(folder, file)))
    }, 120_000)
  })
})
