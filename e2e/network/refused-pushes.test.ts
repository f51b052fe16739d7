import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isProblem } from '@truss/client/problem-error'
import { createDesign } from '@truss/contracts/instance-routes'
import type { Slug } from '@truss/contracts/names'
import { connectInstance } from '@truss/db/instance/instance-db'
import { accessTokens } from '@truss/db/instance/tables'
import { createNetwork, type Network } from '@truss/dev-network/network/create-network'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DETAILS, gitOf, makeDesign } from '../support/designs.ts'
import { eventually } from '../support/eventually.ts'
import { type GitClient, gitClient, remoteRefs } from '../support/git-client.ts'

const MAX_PUSH_BYTES = 256 * 1024

// oak (trusted, home of mara, small limit for pushes) -- birch (trusted, home of eve)
let network: Network
beforeAll(async () => {
  network = await createNetwork({
    instances: { oak: 'trusted', birch: 'trusted' },
    people: { mara: 'oak', eve: 'birch' },
    maxPushBytes: MAX_PUSH_BYTES,
  })
}, 120_000)
afterAll(() => network?.[Symbol.asyncDispose]())

const advertisement = (slug: string, authorization?: string) =>
  fetch(`${network.instance('oak').git('mara', slug)}/info/refs?service=git-receive-pack`, {
    headers: authorization === undefined ? {} : { authorization },
  })
const basic = (token: string) => `Basic ${Buffer.from(`mara:${token}`).toString('base64')}`

async function workOn(person: GitClient, slug: string): Promise<{ cwd: string; url: string }> {
  const url = network.instance('oak').git('mara', slug)
  await person.ok(['clone', '--quiet', url, slug])
  return { cwd: person.folder(slug), url }
}

describe('credentials', () => {
  beforeAll(() => makeDesign(network, 'mara', 'guarded'))

  test('none: a challenge that says what is needed', async () => {
    const answer = await advertisement('guarded')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('Basic realm=')
    expect(await answer.text()).toContain('access token')
  })

  test.each([
    ['a password', 'password of mara'],
    ['a made-up token', `truss_${'a'.repeat(36)}`],
  ])('%s: refused with what to do', async (_, secret) => {
    const answer = await advertisement('guarded', basic(secret))
    expect(answer.status).toBe(401)
    expect(await answer.text()).toMatch(/access token/)
  })

  test('a token of another instance: unknown here', async () => {
    const answer = await advertisement('guarded', basic(network.person('mara').tokens.birch ?? ''))
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('belongs to another instance')
  })

  test('an expired token: says that it has expired', async () => {
    const oak = network.instance('oak')
    await using connection = connectInstance(oak.settings.databaseUrl)
    await connection.db.update(accessTokens).set({ expiresAt: new Date(Date.now() - 1000) })
    try {
      const answer = await advertisement('guarded', basic(network.person('mara').tokens.oak ?? ''))
      expect(answer.status).toBe(401)
      expect(await answer.text()).toContain('has expired')
    } finally {
      await connection.db.update(accessTokens).set({ expiresAt: null })
    }
  })
})

test('a pack over the limit is refused with a sentence, nothing moves, and the next push works', async () => {
  await makeDesign(network, 'mara', 'large')
  await using mara = await gitOf(network, 'mara')
  const { cwd, url } = await workOn(mara, 'large')
  const before = await remoteRefs(mara, url)
  await writeFile(join(cwd, 'large.bin'), randomBytes(4 * MAX_PUSH_BYTES))
  await mara.ok(['add', '.'], { cwd })
  await mara.ok(['commit', '--quiet', '-m', 'too much'], { cwd })
  const { code, stderr } = await mara.run(['push', url, 'HEAD:main'], { cwd })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/exceeds maximum allowed size/)
  expect(await remoteRefs(mara, url)).toEqual(before)

  await mara.ok(['reset', '--quiet', '--hard', 'HEAD~1'], { cwd })
  await mara.ok(['commit', '--quiet', '--allow-empty', '-m', 'less'], { cwd })
  await mara.ok(['push', '--quiet', url, 'HEAD:main'], { cwd })
})

test('a broken object is refused by the host, and nothing moves', async () => {
  await makeDesign(network, 'mara', 'broken')
  await using mara = await gitOf(network, 'mara')
  const { cwd, url } = await workOn(mara, 'broken')
  const before = await remoteRefs(mara, url)
  const blob = (await mara.ok(['rev-parse', 'HEAD:README.md'], { cwd })).trim()
  const tree = await mara.run(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], {
    cwd,
    input: `100644 .git\0${Buffer.from(blob, 'hex').toString('latin1')}`,
  })
  const commit = await mara.run(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], {
    cwd,
    input: `tree ${(await mara.ok(['rev-parse', 'HEAD^{tree}'], { cwd })).trim()}\nauthor nobody\n\nno date, no address\n`,
  })
  expect([tree.code, commit.code]).toEqual([0, 0])
  const { code, stderr } = await mara.run(['push', url, `${commit.stdout.trim()}:refs/heads/broken`], { cwd })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(
    /remote: (?:fatal|error): .*(?:missingEmail|missingCommitter|fsck|badDate|missingSpace)/i,
  )
  expect(await remoteRefs(mara, url)).toEqual(before)
})

test.each(['refs/truss/state', 'refs/truss/incoming/x'])('%s cannot be pushed', async (ref) => {
  const slug = `own-${ref.split('/').at(-1)}`
  await makeDesign(network, 'mara', slug)
  await using mara = await gitOf(network, 'mara')
  const { cwd, url } = await workOn(mara, slug)
  const { code, stderr } = await mara.run(['push', '--force', url, `HEAD:${ref}`], { cwd })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/deny updating a hidden ref/)
})

describe('malformed packets', () => {
  beforeAll(() => makeDesign(network, 'mara', 'packets'))
  const post = (service: string, body: string, authorization?: string) =>
    fetch(`${network.instance('oak').git('mara', 'packets')}/${service}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': `application/x-${service}-request`,
        'git-protocol': 'version=2',
        ...(authorization === undefined ? {} : { authorization }),
      },
    })

  test.each(['zzzzcommand=ls-refs', '0003', '0014command=ls-re', 'fffe', '0014command=no-such\n0000'])(
    'upload-pack answers %j with an ERR packet or an end, at once and without a trace',
    async (body) => {
      const answer = await post('git-upload-pack', body)
      expect(answer.status).toBe(200)
      const text = await answer.text()
      expect(text).toMatch(/^[0-9a-f]{4}ERR /)
      expect(text).not.toMatch(/\/tmp|node_modules|at \w+ \(/)
    },
  )

  test.each(['zzzz', '0003', '00ff'])('receive-pack answers %j with an ERR packet', async (body) => {
    const answer = await post('git-receive-pack', body, basic(network.person('mara').tokens.oak ?? ''))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toMatch(/^[0-9a-f]{4}ERR /)
  })

  test('a push with a fetch named in the query needs rights all the same', async () => {
    expect((await post('git-receive-pack?service=git-upload-pack', '0000')).status).toBe(401)
  })
})

test('names that are taken, reserved or hostile are refused with a sentence', async () => {
  await makeDesign(network, 'mara', 'taken')
  const api = await network.instance('oak').as('mara')
  const names = [
    'taken',
    '..',
    '.git',
    'hinge.git',
    'a/b',
    'hınge',
    'hinge\u202e',
    'x'.repeat(300),
    '',
    'CON .',
  ]
  for (const name of names) {
    const answer = await api.call(createDesign, { body: { slug: name as Slug, details: DETAILS } }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(isProblem(answer, 'name-taken', 'invalid-request'), name).toBe(true)
    if (isProblem(answer)) expect(answer.problem.detail).toBeTruthy()
  }
})

test('addresses that nobody can have answer calmly', async () => {
  await using stranger = await gitClient()
  const { url } = network.instance('oak')
  for (const path of [
    'mara/..%2f..%2fetc',
    'mara/no-such',
    'no-such/design',
    `mara/${'x'.repeat(300)}`,
    'mara/.git',
  ]) {
    const answer = await fetch(`${url}/${path}/info/refs?service=git-upload-pack`, { redirect: 'manual' })
    expect([401, 404, 503], path).toContain(answer.status)
    expect(await answer.text()).not.toMatch(/at \w+ \(|node_modules/)
  }
  expect((await stranger.run(['clone', `${url}/mara/no-such.git`])).code).not.toBe(0)
})

test('a withdrawn instance refuses pushes and goes on serving; trusted again, it takes them', async () => {
  await makeDesign(network, 'mara', 'paused')
  await using mara = await gitOf(network, 'mara')
  const { cwd, url } = await workOn(mara, 'paused')
  await mara.ok(['commit', '--quiet', '--allow-empty', '-m', 'meanwhile'], { cwd })

  await network.decide('oak', 'mirror', 'disk is failing')
  await eventually(async () => {
    expect((await advertisement('paused', basic(network.person('mara').tokens.oak ?? ''))).status).toBe(403)
  })
  const { code, stderr } = await mara.run(['push', url, 'HEAD:main'], { cwd })
  expect(code).not.toBe(0)
  expect(stderr).toContain('its write rights were withdrawn')
  await mara.ok(['ls-remote', url])

  await network.decide('oak', 'trusted', 'new disk')
  await eventually(() => mara.ok(['push', '--quiet', url, 'HEAD:main'], { cwd }))
})
