import { isProblem } from '@truss/client/problem-error'
import type { ErrorCode } from '@truss/contracts/errors'
import { Oid } from '@truss/contracts/ids'
import {
  getCommit,
  getDesign,
  getFile,
  getInstance,
  getLineage,
  getPerson,
  getReadme,
  getRefs,
  getShowcase,
  getTree,
  getViewer,
  INSTANCE_API,
  listComments,
  listCommits,
  listInstances,
  searchDesigns,
} from '@truss/contracts/instance-routes'
import { listInstanceHealth, REGISTRY_API } from '@truss/contracts/registry-routes'
import { CommentId } from '@truss/contracts/social'
import { updateRefs } from '@truss/git/refs'
import { createApi } from '@truss/http/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiActor } from '../../src/api/actor.ts'
import { createAuthenticators } from '../../src/api/authenticate.ts'
import { mountReadRoutes } from '../../src/api/read-routes.ts'
import { failedStillKey } from '../../src/files/still-names.ts'
import { CLOCK, DIGEST, letters, NOW, openTestInstance, type TestInstance } from './test-instance.ts'

const SECRET = 'a-secret-that-only-the-tests-know-and-long'

let oak: TestInstance
let registryAnswers = true

beforeAll(async () => {
  oak = await openTestInstance()
}, 60_000)
afterAll(() => oak?.[Symbol.asyncDispose]())

/** The instance API as a client sees it; with a session when somebody is signed in. */
function api(session?: string) {
  const { stores, log } = oak
  const registry = createApi<null>({ base: REGISTRY_API, authenticate: { public: async () => null }, log })
  registry.mount(listInstanceHealth, async () => ({
    head: oak.feedIndex(),
    instances: [
      {
        id: oak.instances.birch.id,
        health: { lastContactAt: NOW.toISOString(), appliedIndex: oak.feedIndex() },
      },
    ],
  }))
  const server = createApi<ApiActor>({
    base: INSTANCE_API,
    authenticate: createAuthenticators({
      stores,
      clock: CLOCK,
      internalSecret: SECRET,
      listener: 'internal',
    }),
    log,
  })
  const toRegistry = (request: Request) => {
    if (!registryAnswers) throw new TypeError('connection refused')
    return registry.app.request(request)
  }
  mountReadRoutes(server, {
    ...oak,
    clock: CLOCK,
    registry: oak.clientOf(toRegistry, `http://registry.test${REGISTRY_API}`),
  })
  return oak.clientOf((request) => {
    request.headers.set('authorization', `Bearer ${SECRET}`)
    if (session) request.headers.set('truss-session', session)
    return server.app.request(request)
  }, `http://oak.test${INSTANCE_API}`)
}

const refused = (code: ErrorCode) => expect.toSatisfy((error) => isProblem(error, code))

async function signIn(
  account: Parameters<TestInstance['stores']['sessions']['putSignIn']>[0],
): Promise<string> {
  const id = `session-${letters(30)}`
  await oak.stores.sessions.putSignIn(account, { handle: 'someone', displayName: 'Someone', tokens: null })
  await oak.stores.sessions.create(id, account, new Date(NOW.getTime() + 60_000))
  return id
}

test('an instance introduces itself from its replica', async () => {
  const info = await api().call(getInstance)
  expect(info).toMatchObject({ instance: { name: 'oak' }, registryUrl: 'http://registry.test' })
  expect(info.appliedIndex).toBe(oak.feedIndex())
})

test('the table of instances counts what each holds, and stands without the registry', async () => {
  const mara = await oak.addPerson('table-mara')
  const made = await oak.addDesign(mara, 'counted', { host: 'birch' })
  await oak.feed({
    ...{ kind: 'mirror', design: made.design.id, instance: oak.self.id, epoch: 1, seq: 1 },
    ...{ digest: DIGEST, at: NOW.toISOString() },
  })
  const { instances } = await api().call(listInstances)
  const birch = instances.find(({ instance }) => instance.name === 'birch')
  expect(birch).toMatchObject({ hosted: 1, mirrored: 0, health: { appliedIndex: oak.feedIndex() } })
  expect(instances.find(({ instance }) => instance.name === 'oak')).toMatchObject({ mirrored: 1 })

  registryAnswers = false
  const alone = await api().call(listInstances)
  registryAnswers = true
  expect(alone.instances.map(({ health }) => health)).toEqual([null, null])
})

test('a viewer is whoever the session says, and nobody without one', async () => {
  const vera = await oak.addPerson('vera')
  expect(await api().call(getViewer)).toEqual({ viewer: null })
  expect(await api('no such session').call(getViewer)).toEqual({ viewer: null })
  const { viewer } = await api(await signIn(vera)).call(getViewer)
  expect(viewer).toMatchObject({ account: { handle: 'vera' }, homeHere: true, homeName: 'oak' })
})

test('somebody whose account has not come through the feed is signed in all the same', async () => {
  const newcomer = `a${letters(25)}` as typeof mara
  const mara = await oak.addPerson('known-mara')
  const { viewer } = await api(await signIn(newcomer)).call(getViewer)
  expect(viewer?.account).toMatchObject({ id: newcomer, handle: 'someone', home: null })
})

test('a search finds a design and shows the most telling mesh of it', async () => {
  const mara = await oak.addPerson('search-mara')
  const { design, gitDir } = await oak.addHosted(mara, 'xylophone', {
    'parts/leg.stl': 'solid leg',
    'parts/assembly.stl': 'solid all',
    'cover.png': 'png',
  })
  const { files } = await api().call(getShowcase, {
    params: { owner: 'search-mara', slug: 'xylophone' },
    query: {},
  })
  expect(files.map(({ path }) => path)).toEqual(['parts/assembly.stl', 'parts/leg.stl', 'cover.png'])
  expect(gitDir).toContain(design.id)

  const found = await api().call(searchDesigns, { query: { q: 'xylophone' } })
  expect(found).toMatchObject({ total: 1, page: 1, pages: 1 })
  expect(found.items[0]).toMatchObject({
    hostName: 'oak',
    copy: { verdict: 'verified', host: true },
    still: `/-/stills/${design.id}/${files[0]?.oid}`,
  })
})

test('a file whose still failed stands for nothing', async () => {
  const mara = await oak.addPerson('broken-mara')
  await oak.addHosted(mara, 'broken-preview', { 'main.stl': 'broken', 'other.stl': 'whole' })
  const address = { params: { owner: 'broken-mara', slug: 'broken-preview' } }
  const before = await api().call(getShowcase, { ...address, query: {} })
  const [main, other] = before.files
  await oak.blobs.putDerived(failedStillKey(main?.oid ?? ''), Buffer.from('not a mesh'), { maxBytes: 100 })
  expect((await api().call(getDesign, address)).still).toContain(other?.oid)
  expect((await api().call(getFile, { ...address, query: { path: 'main.stl' } })).hasStill).toBe(false)
})

test('a search with a NUL or a hostile pattern is a search that finds nothing', async () => {
  expect((await api().call(searchDesigns, { query: { q: 'zz\0%_\\', owner: "';--" } })).total).toBe(0)
})

test('a design page says who holds it, who may edit it and how many commits it has', async () => {
  const mara = await oak.addPerson('page-mara')
  const bob = await oak.addPerson('page-bob')
  const made = await oak.addHosted(mara, 'page', { 'README.md': '# Page' })
  await oak.feed(
    { kind: 'like', design: made.design.id, account: bob, liked: true },
    {
      ...{ kind: 'mirror', design: made.design.id, instance: oak.instances.birch.id, epoch: 1, seq: 1 },
      ...{ digest: DIGEST, at: NOW.toISOString() },
    },
  )
  const address = { params: { owner: 'page-mara', slug: 'page' } }
  const asBob = await api(await signIn(bob)).call(getDesign, address)
  expect(asBob).toMatchObject({ liked: true, mayEdit: false, likes: 1, commits: 1, parents: 0 })
  expect(asBob.holders).toMatchObject([
    { name: 'oak', host: true, current: true },
    { name: 'birch', host: false, current: true },
  ])
  const asMara = await api(await signIn(mara)).call(getDesign, address)
  expect(asMara).toMatchObject({ liked: false, mayEdit: true })
})

test('names that cannot be are like names that are not', async () => {
  for (const slug of ['nothing', '..', '.git', 'a\0b', 'ａ', 'x'.repeat(300)]) {
    const asked = api().call(getDesign, { params: { owner: 'page-mara', slug } })
    await expect(asked, JSON.stringify(slug)).rejects.toEqual(expect.toSatisfy((e) => isProblem(e)))
  }
})

test('files of a design elsewhere are not here, and the answer names the host', async () => {
  const mara = await oak.addPerson('far-mara')
  await oak.addDesign(mara, 'far', { host: 'birch' })
  const address = { params: { owner: 'far-mara', slug: 'far' } }
  expect(await api().call(getDesign, address)).toMatchObject({
    copy: { verdict: 'absent', host: false },
    hostUrl: 'http://birch.test',
    commits: null,
    still: null,
  })
  const asked = api().call(getTree, { ...address, query: {} })
  await expect(asked).rejects.toThrow(/birch \(http:\/\/birch\.test\)/)
  await expect(asked).rejects.toEqual(refused('copy-not-here'))
})

test('an older verified copy is read although the newest state was refused', async () => {
  const mara = await oak.addPerson('stale-mara')
  const made = await oak.addDesign(mara, 'stale', { host: 'birch' })
  await oak.addCopy(made, { seq: 1, refusedReason: 'the digest differs' })
  await oak.announce(made, 2)
  await oak.commit(made, { 'a.txt': 'a' })
  const address = { params: { owner: 'stale-mara', slug: 'stale' } }
  const page = await api().call(getDesign, address)
  expect(page.copy).toMatchObject({
    verdict: 'refused',
    reason: 'the digest differs',
    asOf: NOW.toISOString(),
  })
  expect((await api().call(getTree, { ...address, query: {} })).entries).toHaveLength(1)
})

test('an empty repository has empty lists', async () => {
  const mara = await oak.addPerson('empty-mara')
  const made = await oak.addDesign(mara, 'empty')
  await oak.addCopy(made, { seq: 0 })
  const address = { params: { owner: 'empty-mara', slug: 'empty' } }
  const anywhere = { ...address, query: {} }
  expect(await api().call(getRefs, address)).toEqual({ head: 'refs/heads/main', branches: [], tags: [] })
  expect((await api().call(getTree, anywhere)).entries).toEqual([])
  expect(await api().call(listCommits, anywhere)).toMatchObject({ commits: [], next: null, total: 0 })
  expect(await api().call(getReadme, anywhere)).toEqual({ path: null, text: '' })
  expect((await api().call(getShowcase, anywhere)).files).toEqual([])
  expect((await api().call(getDesign, address)).commits).toBe(0)
  await expect(api().call(getTree, { ...address, query: { revision: 'v1' } })).rejects.toEqual(
    refused('ref-not-found'),
  )
})

test('branches, tags, folders, files and commits are read at the revision that was named', async () => {
  const mara = await oak.addPerson('content-mara')
  const made = await oak.addHosted(mara, 'content', { 'README.md': '# One', 'src/box.scad': 'cube(1);' })
  const second = await oak.commit(
    made,
    { 'src/box.scad': 'cube(2);\n' },
    { parents: [made.oid], message: 'grow\n\nby one' },
  )
  await updateRefs(made.gitDir, [{ ref: 'refs/tags/v1', old: null, new: made.oid }])
  const address = { params: { owner: 'content-mara', slug: 'content' } }

  const refs = await api().call(getRefs, address)
  expect(refs.branches).toMatchObject([{ short: 'main', commit: second, subject: 'grow' }])
  expect(refs.tags).toMatchObject([{ short: 'v1', commit: made.oid, subject: 'begin' }])

  const tree = await api().call(getTree, { ...address, query: { path: 'src/' } })
  expect(tree).toMatchObject({
    revision: { commit: second, ref: 'refs/heads/main' },
    path: 'src',
    entries: [{ path: 'src/box.scad', kind: 'blob', size: 9, last: { oid: second, subject: 'grow' } }],
  })
  const file = await api().call(getFile, { ...address, query: { path: 'src/box.scad', revision: 'v1' } })
  expect(file).toMatchObject({ text: 'cube(1);', kind: 'cad', revision: { ref: 'refs/tags/v1' } })
  expect(await api().call(getReadme, { ...address, query: {} })).toEqual({ path: 'README.md', text: '# One' })

  const page = await api().call(listCommits, { ...address, query: {} })
  expect(page).toMatchObject({ total: 2, next: null })
  expect(page.commits.map(({ oid }) => oid)).toEqual([second, made.oid])

  const view = await api().call(getCommit, { params: { ...address.params, oid: second.slice(0, 10) } })
  expect(view).toMatchObject({ commit: { body: 'by one' }, truncated: false })
  expect(view.files).toMatchObject([
    { status: 'modified', newPath: 'src/box.scad', additions: 1, deletions: 1 },
  ])
})

test('what is not there has a code of its own', async () => {
  const mara = await oak.addPerson('missing-mara')
  await oak.addHosted(mara, 'missing', { 'a.txt': 'a' })
  const { params } = { params: { owner: 'missing-mara', slug: 'missing' } }
  const tree = (query: { revision?: string; path?: string }) => api().call(getTree, { params, query })
  const file = (path: string) => api().call(getFile, { params, query: { path } })
  await expect(tree({ revision: 'nowhere' })).rejects.toEqual(refused('ref-not-found'))
  await expect(tree({ revision: '--output=x' })).rejects.toEqual(refused('ref-not-found'))
  await expect(tree({ path: '../..' })).rejects.toEqual(refused('path-not-found'))
  await expect(tree({ path: 'a.txt' })).rejects.toEqual(refused('path-not-found'))
  await expect(file('b.txt')).rejects.toEqual(refused('path-not-found'))
  await expect(file('')).rejects.toEqual(refused('path-not-found'))
  await expect(api().call(getCommit, { params: { ...params, oid: 'f'.repeat(40) } })).rejects.toEqual(
    refused('commit-not-found'),
  )
})

test('a commit that no branch or tag leads to is not shown', async () => {
  const mara = await oak.addPerson('hidden-mara')
  const made = await oak.addHosted(mara, 'hidden', { 'a.txt': 'a' })
  const hidden = await oak.commit(made, { 'a.txt': 'unverified' }, { parents: [made.oid], ref: null })
  const { params } = { params: { owner: 'hidden-mara', slug: 'hidden' } }
  await expect(api().call(getCommit, { params: { ...params, oid: hidden } })).rejects.toEqual(
    refused('commit-not-found'),
  )
  await expect(api().call(getTree, { params, query: { revision: hidden } })).rejects.toEqual(
    refused('ref-not-found'),
  )
})

test('only UTF-8 text of a bearable size is shown as text', async () => {
  const mara = await oak.addPerson('text-mara')
  await oak.addHosted(mara, 'text', {
    notes: 'plain, by its content',
    'latin1.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9]),
    'nul.bin': Buffer.from([1, 0, 2]),
    'long.txt': 'x'.repeat(512 * 1024 + 1),
    'part.stl': 'solid part',
  })
  const file = (path: string) =>
    api().call(getFile, { params: { owner: 'text-mara', slug: 'text' }, query: { path } })
  expect(await file('notes')).toMatchObject({ kind: 'text', text: 'plain, by its content' })
  expect(await file('latin1.txt')).toMatchObject({ kind: 'text', text: null })
  expect(await file('nul.bin')).toMatchObject({ kind: 'other', text: null, hasStill: false })
  expect(await file('long.txt')).toMatchObject({ text: null, size: 512 * 1024 + 1 })
  expect(await file('part.stl')).toMatchObject({ kind: 'mesh', text: null, hasStill: true })
})

test('lineage leads up to the sources and down to what came of them', async () => {
  const mara = await oak.addPerson('line-mara')
  const pin = { commit: Oid.parse('1'.repeat(40)), licence: 'MIT' }
  const left = await oak.addDesign(mara, 'left')
  const right = await oak.addDesign(mara, 'right', { host: 'birch' })
  const both = await oak.addDesign(mara, 'both', {
    parents: [
      { ...pin, design: left.design.id, relation: 'remix', folder: 'left' },
      { ...pin, design: right.design.id, relation: 'includes', folder: 'right' },
    ],
  })
  const fork = await oak.addDesign(mara, 'fork', {
    parents: [{ ...pin, design: both.design.id, relation: 'fork' }],
  })
  await oak.addDesign(mara, 'sibling', { parents: [{ ...pin, design: left.design.id, relation: 'fork' }] })
  const graph = await api().call(getLineage, { params: { owner: 'line-mara', slug: 'both' } })
  expect(graph.nodes.map(({ slug, distance }) => [slug, distance]).sort()).toEqual([
    ['both', 0],
    ['fork', 1],
    ['left', -1],
    ['right', -1],
  ])
  expect(graph.edges).toHaveLength(3)
  expect(graph).toMatchObject({ root: both.design.id, truncated: false })
  expect(graph.edges).toContainEqual(expect.objectContaining({ child: fork.design.id, relation: 'fork' }))
})

test('comments come with their authors, and the right to remove them', async () => {
  const mara = await oak.addPerson('talk-mara')
  const bob = await oak.addPerson('talk-bob')
  const eve = await oak.addPerson('talk-eve')
  const { design } = await oak.addDesign(mara, 'talk')
  const id = CommentId.parse(`c${letters(25)}`)
  await oak.feed({
    kind: 'comment',
    comment: { id, design: design.id, author: bob, text: 'fits well', at: NOW.toISOString() },
  })
  const rights = async (session?: string) => {
    const { comments } = await api(session).call(listComments, {
      params: { owner: 'talk-mara', slug: 'talk' },
    })
    expect(comments).toMatchObject([{ comment: { text: 'fits well' }, author: { handle: 'talk-bob' } }])
    return comments[0]?.mayRemove
  }
  expect(await rights()).toBe(false)
  expect(await rights(await signIn(bob))).toBe(true)
  expect(await rights(await signIn(mara))).toBe(true)
  expect(await rights(await signIn(eve))).toBe(false)
})

test('a person is shown with their designs and what they like', async () => {
  const mara = await oak.addPerson('person-mara')
  const bob = await oak.addPerson('person-bob')
  const { design } = await oak.addDesign(mara, 'liked')
  await oak.feed({ kind: 'like', design: design.id, account: bob, liked: true })
  const page = await api().call(getPerson, { params: { handle: 'person-bob' } })
  expect(page).toMatchObject({
    homeName: 'oak',
    designs: [],
    likes: [{ design: { slug: 'liked' }, likes: 1 }],
  })
  await expect(api().call(getPerson, { params: { handle: 'nobody\0' } })).rejects.toEqual(
    refused('account-not-found'),
  )
})
