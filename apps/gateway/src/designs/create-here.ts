import { randomBytes } from 'node:crypto'
import type { Client } from '@truss/client/client'
import type { Account } from '@truss/contracts/accounts'
import type { DesignDetails, Parent } from '@truss/contracts/designs'
import type { AccountId, DesignId, FeedIndex, Oid } from '@truss/contracts/ids'
import type { Slug } from '@truss/contracts/names'
import type { CompactJws, ObjectFormat } from '@truss/contracts/records'
import { RECORD_TYPES } from '@truss/contracts/records'
import { createDesignRecord } from '@truss/contracts/registry-routes'
import { DomainError } from '@truss/domain/errors'
import { mayWrite } from '@truss/domain/trust/may-write'
import { signGenesis } from '@truss/federation/genesis'
import type { Signer } from '@truss/federation/instance-keys'
import { decodeRecord } from '@truss/federation/record'
import { createBareRepository, repositoryExists } from '@truss/git/bare-repository'
import { fromRegistry } from '../api/registry-problem.ts'
import type { HasClock, Repositories, Self, Stores } from '../deps.ts'
import type { RefWriter } from '../push/ref-writer.ts'

export interface CreateHereDeps extends HasClock {
  readonly self: Self
  readonly stores: Pick<Stores, 'catalog' | 'copies'>
  readonly repositories: Repositories
  readonly refWriter: RefWriter
  readonly signer: Signer
  /** Calls the registry in the name of this instance and of a signed-in person. */
  readonly registryFor: (account: AccountId) => Promise<Client>
  /** Resolves true when the replica has applied the index, false when that takes too long. */
  readonly waitForApplied: (index: FeedIndex) => Promise<boolean>
}

export interface CreatedHere {
  readonly design: DesignId
  readonly owner: string
  readonly slug: string
  readonly index: FeedIndex
  readonly applied: boolean
  readonly commit: Oid | null
}

/** Fills a new, empty repository. @returns the first refs, and the commit that people land on */
export type Fill = (
  gitDir: string,
  author: Account,
) => Promise<{ refs: { ref: string; oid: string }[]; commit: Oid | null }>

/** @throws {DomainError} `forbidden`, `not-the-host`, `not-trusted`: before anything is written or fetched */
export async function mayCreateHere(
  { self, stores }: Pick<CreateHereDeps, 'self' | 'stores'>,
  account: AccountId,
): Promise<Account> {
  const person = await stores.catalog.account(account)
  const here = await stores.catalog.instance(self.id)
  if (!person || !here)
    throw new DomainError('forbidden', 'this instance has not heard of you yet, try again in a moment')
  if (person.home !== self.id) {
    const home = person.home === null ? undefined : await stores.catalog.instance(person.home)
    throw new DomainError(
      'not-the-host',
      home
        ? `your designs live at ${home.name}: make it there, ${home.baseUrl}`
        : 'choose a home instance on your account page first',
    )
  }
  if (!mayWrite(here))
    throw new DomainError('not-trusted', `${self.name} is read-only and cannot take new designs`)
  return person
}

/**
 * A new design of a person on this instance: genesis signed here, recorded at the registry (which is where a
 * name is taken or free), then the repository and its first state. A crash in between leaves a design with an
 * empty repository, which `adoptAssigned` makes at the next start.
 */
export async function createHere(
  deps: CreateHereDeps,
  account: AccountId,
  input: { slug: Slug; details: DesignDetails; parents: Parent[]; objectFormat?: ObjectFormat },
  fill: Fill,
): Promise<CreatedHere> {
  const person = await mayCreateHere(deps, account)
  const genesis = await signGenesis(
    {
      version: 1,
      owner: account,
      instance: deps.self.id,
      nonce: randomBytes(16).toString('base64url'),
      objectFormat: input.objectFormat ?? 'sha1',
    },
    deps.signer,
  )
  const registry = await deps.registryFor(account)
  const body = { genesis, slug: input.slug, details: input.details, parents: input.parents }
  const { design, index } = await registry.call(createDesignRecord, { body }).catch((error: unknown) => {
    throw fromRegistry(error)
  })
  const applied = await deps.waitForApplied(index)
  await openRepository(deps, design.id, genesis, input.objectFormat ?? 'sha1')
  const { refs, commit } = await fill(deps.repositories.path(design.id), person)
  if (refs.length > 0) {
    const moves = refs.map(({ ref, oid }) => ({ ref, old: null, new: oid }))
    await deps.refWriter.move(design.id, moves, account)
  }
  return { design: design.id, owner: person.handle, slug: input.slug, index, applied, commit }
}

/** The repository of a design that is assigned to this instance, and the row that says so. */
export async function openRepository(
  deps: Pick<CreateHereDeps, 'clock' | 'repositories' | 'stores'>,
  design: DesignId,
  genesis: CompactJws,
  objectFormat: ObjectFormat,
): Promise<void> {
  const gitDir = deps.repositories.path(design)
  if (!(await repositoryExists(gitDir)))
    await createBareRepository(gitDir, { objectFormat, initialBranch: 'main' })
  if (await deps.stores.copies.get(design)) return
  await deps.stores.copies.put({
    design,
    host: true,
    epoch: 1,
    seq: 0,
    digest: null,
    record: null,
    lastRecord: decodeRecord(genesis, RECORD_TYPES.genesis).sha256,
    signedAt: null,
    checkedAt: deps.clock.now(),
    refusedReason: null,
  })
}
