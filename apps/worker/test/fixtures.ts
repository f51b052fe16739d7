import { createHash } from 'node:crypto'
import { Account } from '@truss/contracts/accounts'
import { CatalogDesign } from '@truss/contracts/designs'
import type { FeedEventBody } from '@truss/contracts/feed'
import { AccountId, type DesignId } from '@truss/contracts/ids'
import { Instance } from '@truss/contracts/instances'
import type { CompactJws } from '@truss/contracts/records'
import { designIdOf } from '@truss/federation/design-id'
import { signGenesis } from '@truss/federation/genesis'
import { generateInstanceKeys, type InstanceKeys, signerOf } from '@truss/federation/instance-keys'
import { kidOf, privateJwkOf, publicJwkOf } from '@truss/federation/jwk'
import { createLog } from '@truss/http/log'

/** The moment at which all tests happen. */
export const NOW = new Date('2026-01-02T03:04:05.000Z')
export const clock = { now: () => NOW }
export const log = createLog({ app: 'worker', level: 'silent' })
export const mara = AccountId.parse(`a${'m'.repeat(25)}`)

const bytesOf = (label: string) => createHash('sha256').update(label).digest()

/** The keys of an instance, made from its name: the same in every run. */
export function keysOf(name: string): Promise<InstanceKeys> {
  let count = 0
  return generateInstanceKeys({ now: NOW, newSeed: () => bytesOf(`worker test ${name} ${count++}`) })
}

const feedPrivate = privateJwkOf(bytesOf('worker test feed'))
export const feedSigner = { kid: kidOf(feedPrivate), privateKey: feedPrivate }
export const feedKey = publicJwkOf(feedPrivate)

export function instanceOf(keys: InstanceKeys, name: string, baseUrl: string): FeedEventBody {
  const { request, refState, openid } = keys.subkeys
  const instance = Instance.parse({
    ...{ id: keys.instance, name, baseUrl, sshUrl: null, level: 'trusted', suspended: false },
    ...{ rootKey: publicJwkOf(keys.root), keys: [request.key, refState.key, openid.key] },
    joinedAt: NOW.toISOString(),
  })
  return { kind: 'instance', instance }
}

export const maraJoins: FeedEventBody = {
  kind: 'account',
  account: Account.parse({
    ...{ id: mara, handle: 'mara', displayName: 'Mara', home: null, operator: false },
    createdAt: NOW.toISOString(),
  }),
}

/** A different account each time, for feeds that only need something to tell. */
export function accountEvent(n: number): FeedEventBody {
  const id = AccountId.parse(
    `a${'b'.repeat(20)}${n.toString(10).padStart(5, '0').replace(/\d/g, digitLetter)}`,
  )
  const account = { id, handle: `bob-${n}`, displayName: 'Bób ✂', home: null, operator: false }
  return { kind: 'account', account: Account.parse({ ...account, createdAt: NOW.toISOString() }) }
}
const digitLetter = (digit: string) => 'cdefghijkl'.charAt(Number(digit))

/** A design's birth at a host. The slug makes it another one. */
export async function bornAt(
  host: InstanceKeys,
  slug: string,
): Promise<{ id: DesignId; genesis: CompactJws; event: FeedEventBody }> {
  const nonce = bytesOf(slug).subarray(0, 16).toString('base64url')
  const payload = { version: 1, owner: mara, instance: host.instance, nonce, objectFormat: 'sha1' } as const
  const genesis = await signGenesis(payload, signerOf(host, 'refState'))
  const id = designIdOf(genesis)
  const design = CatalogDesign.parse({
    ...{ id, owner: mara, ownerHandle: 'mara', slug, host: host.instance, epoch: 1, head: null },
    details: { title: slug, summary: '', kind: 'printed', licence: null, tags: [] },
    createdAt: NOW.toISOString(),
  })
  return { id, genesis, event: { kind: 'genesis', design, record: genesis } }
}
