import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDiskBlobStore } from '@truss/blobs/disk-blob-store'
import { createClient } from '@truss/client/client'
import type { CatalogDesign, Parent } from '@truss/contracts/designs'
import type { FeedEventBody } from '@truss/contracts/feed'
import { AccountId, FeedIndex, InstanceName, RefName, Sha256 } from '@truss/contracts/ids'
import type { Instance } from '@truss/contracts/instances'
import { Handle, Slug } from '@truss/contracts/names'
import { connectInstance } from '@truss/db/instance/instance-db'
import { startEmbeddedPostgres } from '@truss/db/postgres/embedded'
import { migrateDatabase } from '@truss/db/postgres/migrate'
import { base32 } from '@truss/federation/base32'
import { designIdOf } from '@truss/federation/design-id'
import { signGenesis } from '@truss/federation/genesis'
import { generateInstanceKeys, type InstanceKeys, signerOf } from '@truss/federation/instance-keys'
import { publicJwkOf } from '@truss/federation/jwk'
import { signRefState } from '@truss/federation/ref-state'
import { createBareRepository } from '@truss/git/bare-repository'
import { updateRefs } from '@truss/git/refs'
import { writeCommit } from '@truss/git/write-commit'
import { createLog } from '@truss/http/log'
import type { Self } from '../../src/deps.ts'
import { openStores } from '../../src/open-stores.ts'

/** When everything in these tests happens. */
export const NOW = new Date('2026-02-01T12:00:00.000Z')
export const CLOCK = { now: () => NOW }
export const DIGEST = Sha256.parse('d'.repeat(64))
const AUTHOR = { name: 'Mara', email: 'mara@oak.test' }

type Files = Record<string, string | Buffer>

interface TestDesign {
  readonly design: CatalogDesign
  readonly gitDir: string
}

/**
 * The instance `oak` beside its neighbour `birch`: a database, repositories and blobs of their own, a replica that is
 * fed by real events. What it is asked, the test mounts.
 */
export async function openTestInstance() {
  await using open = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'truss-gateway-test-'))
  open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  // Not in that folder: it is closed to the other user that PostgreSQL runs as when the tests run as root.
  const dataDir = join(tmpdir(), `truss-test-${randomBytes(6).toString('hex')}`, 'postgres')
  open.defer(() => rm(dirname(dataDir), { recursive: true, force: true, maxRetries: 3 }))
  const server = open.use(await startEmbeddedPostgres({ dataDir, durable: false }))
  const databaseUrl = await server.ensureDatabase('test')
  await migrateDatabase(databaseUrl, 'instance')
  const stores = openStores(open.use(connectInstance(databaseUrl)))
  const blobs = await createDiskBlobStore(join(folder, 'blobs'))
  const repositories = { path: (design: string) => join(folder, 'repositories', `${design}.git`) }
  const keys = { oak: await newKeys(), birch: await newKeys() }

  let index = 0
  const feed = async (...bodies: FeedEventBody[]): Promise<void> => {
    const at = NOW.toISOString()
    await stores.replica.apply(
      bodies.map((body) => {
        index += 1
        return { index: FeedIndex.parse(index), at, body }
      }),
    )
  }
  const instances = { oak: instanceOf('oak', keys.oak), birch: instanceOf('birch', keys.birch) }
  await feed({ kind: 'instance', instance: instances.oak }, { kind: 'instance', instance: instances.birch })

  const self: Self = {
    id: instances.oak.id,
    name: instances.oak.name,
    baseUrl: instances.oak.baseUrl,
    registryUrl: 'http://registry.test',
  }

  async function addPerson(handle: string): Promise<AccountId> {
    const id = AccountId.parse(`a${letters(25)}`)
    const account = { id, handle: Handle.parse(handle), displayName: handle, home: self.id, operator: false }
    await feed({ kind: 'account', account: { ...account, createdAt: NOW.toISOString() } })
    return id
  }

  /** A design in the catalog; nothing lies here yet. */
  async function addDesign(
    owner: AccountId,
    slug: string,
    options: { host?: 'oak' | 'birch'; title?: string; parents?: Parent[] } = {},
  ): Promise<TestDesign> {
    const { host = 'oak', title = slug, parents = [] } = options
    const instance = instances[host].id
    const nonce = randomBytes(16).toString('base64url')
    const record = await signGenesis(
      { version: 1, owner, instance, nonce, objectFormat: 'sha1' },
      signerOf(keys[host], 'refState'),
    )
    const account = await stores.catalog.account(owner)
    if (!account) throw new Error('add the person first')
    const design: CatalogDesign = {
      ...{ id: designIdOf(record), owner, ownerHandle: account.handle, slug: Slug.parse(slug) },
      details: { title, summary: `All about ${title}`, kind: 'printed', licence: 'MIT', tags: ['hinge'] },
      ...{ createdAt: NOW.toISOString(), host: instance, epoch: 1, head: null },
    }
    await feed({ kind: 'genesis', design, record })
    if (parents.length > 0) await feed({ kind: 'lineage', child: design.id, parents })
    return { design, gitDir: repositories.path(design.id) }
  }

  /** The registry has heard of this state. */
  async function announce({ design }: TestDesign, seq: number, digest: Sha256 = DIGEST): Promise<void> {
    const host = design.host === instances.oak.id ? 'oak' : 'birch'
    const payload = {
      ...{ design: design.id, epoch: 1, seq, prev: DIGEST, host: design.host, level: 1, bytes: 0 },
      ...{ head: RefName.parse('refs/heads/main'), pushedBy: design.owner, moved: [] },
      refs: { digest, count: 1, format: 'sha1' as const },
      lfs: { digest: DIGEST, count: 0 },
      at: NOW.toISOString(),
    }
    const record = await signRefState(payload, signerOf(keys[host], 'refState'))
    await feed({ kind: 'ref-state', design: design.id, record })
  }

  /** Puts a repository here, hosted or mirrored, and its row. */
  async function addCopy(
    { design, gitDir }: TestDesign,
    copy: { host?: boolean; seq?: number; digest?: Sha256; refusedReason?: string } = {},
  ): Promise<void> {
    const { host = design.host === self.id, seq = 1, digest = DIGEST, refusedReason = null } = copy
    await stores.copies.put({
      ...{ design: design.id, host, epoch: 1, seq, digest, record: null, lastRecord: DIGEST },
      ...{ signedAt: NOW, checkedAt: NOW, refusedReason },
    })
    await createBareRepository(gitDir, { initialBranch: 'main' }).catch((error) => {
      if (error.code !== 'conflict') throw error
    })
  }

  let commits = 0
  async function commit({ gitDir }: TestDesign, files: Files, options: CommitOptions = {}): Promise<string> {
    const { parents = [], ref = 'refs/heads/main', message = 'change files' } = options
    commits += 1
    const oid = await writeCommit(gitDir, {
      parents,
      base: parents[0] ?? null,
      changes: Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
      message,
      author: AUTHOR,
      when: new Date(Date.UTC(2026, 0, 1, 0, 0, commits)),
    })
    if (ref !== null) {
      const old = ref === 'refs/heads/main' ? (parents[0] ?? null) : null
      await updateRefs(gitDir, [{ ref, old, new: oid }])
    }
    return oid
  }

  /** Owner, catalog entry, repository and first commit at once. */
  async function addHosted(owner: AccountId, slug: string, files: Files) {
    const made = await addDesign(owner, slug)
    await addCopy(made)
    await announce(made, 1)
    return { ...made, oid: await commit(made, files, { message: 'begin' }) }
  }

  const owned = open.move()
  return {
    ...{ self, stores, blobs, repositories, instances, keys, feed, databaseUrl },
    ...{ addPerson, addDesign, addCopy, addHosted, announce, commit },
    log: createLog({ app: 'gateway', level: 'silent' }),
    clientOf: (fetch: (request: Request) => Response | Promise<Response>, base: string) =>
      createClient({ base, fetch: async (request) => fetch(request) }),
    feedIndex: () => FeedIndex.parse(index),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export type TestInstance = Awaited<ReturnType<typeof openTestInstance>>

interface CommitOptions {
  parents?: string[]
  /** `null`: no ref leads to it. */
  ref?: string | null
  message?: string
}

/** Never the same twice. */
export function letters(count: number): string {
  return base32(randomBytes(40)).slice(0, count)
}

function newKeys(): Promise<InstanceKeys> {
  return generateInstanceKeys({ now: NOW })
}

function instanceOf(name: string, keys: InstanceKeys): Instance {
  return {
    id: keys.instance,
    name: InstanceName.parse(name),
    baseUrl: `http://${name}.test`,
    sshUrl: null,
    rootKey: publicJwkOf(keys.root),
    keys: Object.values(keys.subkeys).map(({ key }) => key),
    level: 'trusted',
    suspended: false,
    joinedAt: NOW.toISOString(),
  }
}
