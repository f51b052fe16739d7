import { createHash } from 'node:crypto'
import type { AccountId, DesignId, InstanceId, Oid, RefName } from '@truss/contracts/ids'
import type { InstanceKey } from '@truss/contracts/instances'
import type { CompactJws, GenesisPayload, RefStatePayload } from '@truss/contracts/records'
import { designIdOf } from '../src/design-id.ts'
import { signGenesis } from '../src/genesis.ts'
import { generateInstanceKeys, type InstanceKeys, signerOf } from '../src/instance-keys.ts'
import { publicJwkOf } from '../src/jwk.ts'
import type { InstanceLookup, KeyHolder } from '../src/key-lookup.ts'
import { EMPTY_LFS_DIGEST } from '../src/lfs-digest.ts'
import type { SigningKey } from '../src/record.ts'
import { nextRefState, signRefState } from '../src/ref-state.ts'
import type { Ref } from '../src/refs-digest.ts'

/** The moment at which all tests and vectors happen. */
export const NOW = new Date('2026-01-02T03:04:05.000Z')

export function later(seconds: number, from = NOW): Date {
  return new Date(from.getTime() + seconds * 1000)
}

export function bytesOf(label: string): Uint8Array {
  return createHash('sha256').update(label).digest()
}

/** The keys of an instance, made from its name: the same in every run. */
export function keysOf(name: string, now = NOW): Promise<InstanceKeys> {
  let count = 0
  return generateInstanceKeys({ now, newSeed: () => bytesOf(`truss test key ${name} ${count++}`) })
}

export function holderOf(keys: InstanceKeys, change: Partial<InstanceKey> = {}): KeyHolder {
  const { request, refState, openid } = keys.subkeys
  return {
    id: keys.instance,
    rootKey: publicJwkOf(keys.root),
    keys: [request.key, { ...refState.key, ...change }, openid.key],
  }
}

export function tableOf(...holders: KeyHolder[]): InstanceLookup {
  return (id: InstanceId) => holders.find((holder) => holder.id === id)
}

export const mara = `a${'m'.repeat(25)}` as AccountId
export const main = 'refs/heads/main' as RefName
export const oid = (digit: string) => digit.repeat(40) as Oid
export const ref = (name: string, digit: string): Ref => ({ name: name as RefName, oid: oid(digit) })

export async function genesisBy(keys: InstanceKeys, nonce = 'AAAAAAAAAAAAAAAAAAAAAA') {
  const payload: GenesisPayload = {
    version: 1,
    owner: mara,
    instance: keys.instance,
    nonce,
    objectFormat: 'sha1',
  }
  const record = await signGenesis(payload, signerOf(keys, 'refState'))
  return { record, payload, design: designIdOf(record) }
}

export interface Push {
  readonly refs: readonly Ref[]
  readonly head?: RefName
  readonly epoch?: number
  readonly host?: InstanceKeys
  readonly at?: Date
  readonly change?: Partial<RefStatePayload>
}

/** The record of one push after another; the refs are the outcome of the push. */
export async function pushAfter(previous: CompactJws, host: InstanceKeys, push: Push): Promise<CompactJws> {
  const payload = nextRefState({
    previous,
    epoch: push.epoch ?? 1,
    host: host.instance,
    head: push.head ?? main,
    refs: push.refs,
    moved: [{ ref: main, old: null, new: push.refs[0]?.oid ?? null }],
    lfs: { digest: EMPTY_LFS_DIGEST, count: 0 },
    bytes: 1000,
    pushedBy: mara,
    now: push.at ?? NOW,
  })
  return signRefState({ ...payload, ...push.change }, signerOf(host, 'refState'))
}

export interface History {
  readonly design: DesignId
  readonly genesis: CompactJws
  readonly chain: CompactJws[]
  /** What the refs were after each push. */
  readonly refs: readonly Ref[][]
}

/** A design with as many pushes as asked, at most 9. */
export async function historyBy(host: InstanceKeys, pushes: number, nonce?: string): Promise<History> {
  const { record: genesis, design } = await genesisBy(host, nonce)
  const chain: CompactJws[] = []
  const refs: Ref[][] = []
  for (let push = 1; push <= pushes; push++) {
    refs.push([ref('refs/heads/main', `${push}`), ref('refs/heads/wide', 'a'), ref('refs/tags/v1', 'b')])
    chain.push(await pushAfter(chain.at(-1) ?? genesis, host, { refs: refs.at(-1) ?? [] }))
  }
  return { design, genesis, chain, refs }
}

export function signingKeyOf(keys: InstanceKeys): SigningKey {
  return signerOf(keys, 'refState')
}
