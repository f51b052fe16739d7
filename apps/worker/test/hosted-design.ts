import { cp, rm } from 'node:fs/promises'
import type { FeedEventBody } from '@truss/contracts/feed'
import type { DesignId, Oid, RefName } from '@truss/contracts/ids'
import type { CompactJws, RefStatePayload } from '@truss/contracts/records'
import { type InstanceKeys, signerOf } from '@truss/federation/instance-keys'
import { EMPTY_LFS_DIGEST } from '@truss/federation/lfs-digest'
import { nextRefState, signRefState } from '@truss/federation/ref-state'
import { createBareRepository } from '@truss/git/bare-repository'
import { listRefs, updateRefs } from '@truss/git/refs'
import { repositoryPath } from '@truss/git/repository-path'
import { appendToChain } from '@truss/git/state-chain'
import { writeCommit } from '@truss/git/write-commit'
import { bornAt, mara, NOW } from './fixtures.ts'

const main = 'refs/heads/main' as RefName
export type PushOptions = { epoch?: number; signer?: InstanceKeys; change?: Partial<RefStatePayload> }

/** A design as its host keeps it: a real repository whose pushes are signed. */
export class HostedDesign {
  readonly id: DesignId
  readonly genesis: CompactJws
  readonly born: FeedEventBody
  readonly gitDir: string
  readonly host: InstanceKeys
  last: CompactJws
  #commits = 0

  private constructor(host: InstanceKeys, root: string, birth: Awaited<ReturnType<typeof bornAt>>) {
    this.host = host
    this.id = birth.id
    this.genesis = birth.genesis
    this.born = birth.event
    this.last = birth.genesis
    this.gitDir = repositoryPath(root, birth.id)
  }

  static async create(host: InstanceKeys, root: string, slug: string): Promise<HostedDesign> {
    const design = new HostedDesign(host, root, await bornAt(host, slug))
    await createBareRepository(design.gitDir, { initialBranch: 'main' })
    return design
  }

  async refs(): Promise<{ name: RefName; oid: Oid }[]> {
    const refs = await listRefs(this.gitDir)
    return refs
      .filter(({ name }) => !name.startsWith('refs/truss/'))
      .map(({ name, oid }) => ({ name: name as RefName, oid: oid as Oid }))
  }

  /** Moves a ref to a new commit, and says nothing of it. */
  async moveSilently(ref = main as string): Promise<string> {
    this.#commits += 1
    const old = (await this.refs()).find(({ name }) => name === ref)?.oid ?? null
    const content = Buffer.from(`part ${this.#commits}\n`)
    const oid = await writeCommit(this.gitDir, {
      ...{ parents: old === null ? [] : [old], base: old, message: `change ${this.#commits}` },
      changes: [{ path: 'README.md', content }],
      author: { name: 'Mara', email: 'mara@alpha.test' },
      when: new Date(NOW.getTime() + this.#commits * 1000),
    })
    await updateRefs(this.gitDir, [{ ref, old, new: oid }])
    return oid
  }

  /** Signs what the refs are, as the next state. */
  async sign(options: PushOptions = {}): Promise<CompactJws> {
    const signer = signerOf(options.signer ?? this.host, 'refState')
    const payload = nextRefState({
      ...{ previous: this.last, epoch: options.epoch ?? 1, host: signer.instance, head: main },
      ...{ refs: await this.refs(), moved: [], lfs: { digest: EMPTY_LFS_DIGEST, count: 0 } },
      ...{ bytes: 1000, pushedBy: mara, now: NOW },
    })
    this.last = await signRefState({ ...payload, ...options.change }, signer)
    return this.last
  }

  /** A push: a commit, its signed state, the chain. @returns the feed's event of it */
  async push(ref?: string, options?: PushOptions): Promise<FeedEventBody> {
    await this.moveSilently(ref)
    const record = await this.sign(options)
    await this.writeChain(record)
    return this.stateEvent(record)
  }

  async writeChain(record: CompactJws): Promise<void> {
    await appendToChain(this.gitDir, { record, title: 'state', when: NOW })
  }

  stateEvent(record: CompactJws): FeedEventBody {
    return { kind: 'ref-state', design: this.id, record }
  }

  /** Keeps the repository as it is now, to be shown again later. */
  async remember(): Promise<{ restore(): Promise<void> }> {
    const copy = `${this.gitDir}.remembered`
    await rm(copy, { recursive: true, force: true })
    await cp(this.gitDir, copy, { recursive: true })
    return {
      restore: async () => {
        await rm(this.gitDir, { recursive: true })
        await cp(copy, this.gitDir, { recursive: true })
      },
    }
  }
}
