import { z } from 'zod'
import { AccountId, DesignId, InstanceId, Oid, RefName, Sha256, Timestamp } from './ids.ts'

/** A compact JWS (EdDSA). Records travel and are stored as the bytes that were signed. */
export const CompactJws = z
  .string()
  .max(262_144)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/, 'not a compact JWS')
  .brand<'CompactJws'>()
export type CompactJws = z.infer<typeof CompactJws>

/** The `typ` header of each record, so that none can pass for another. */
export const RECORD_TYPES = {
  genesis: 'truss-genesis+jws',
  refState: 'truss-ref-state+jws',
  key: 'truss-key+jws',
  event: 'truss-event+jws',
} as const

/** The format level this version writes. A chain never goes back to a lower one. */
export const RECORD_LEVEL = 1

export const ObjectFormat = z.enum(['sha1', 'sha256'])
export type ObjectFormat = z.infer<typeof ObjectFormat>

/** What a design id is the digest of. */
export const GenesisPayload = z.strictObject({
  version: z.literal(1),
  owner: AccountId,
  instance: InstanceId,
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  objectFormat: ObjectFormat,
})
export type GenesisPayload = z.infer<typeof GenesisPayload>

export const RefMove = z.strictObject({ ref: RefName, old: Oid.nullable(), new: Oid.nullable() })
export type RefMove = z.infer<typeof RefMove>

/** See docs/protocol/ref-states.md; signed by the host after a push was accepted and before refs move. */
export const RefStatePayload = z.strictObject({
  design: DesignId,
  epoch: z.int().positive(),
  /** Dense within an epoch; the first is 1. */
  seq: z.int().positive(),
  /** sha256 of the previous record; of the genesis record for the first of epoch 1. */
  prev: Sha256,
  host: InstanceId,
  /** The branch that HEAD names, born or not. */
  head: RefName,
  refs: z.strictObject({ digest: Sha256, count: z.int().nonnegative(), format: ObjectFormat }),
  /** What moved; `null` when there is too much to list, then the digest alone says it. */
  moved: z.array(RefMove).max(500).nullable(),
  lfs: z.strictObject({ digest: Sha256, count: z.int().nonnegative() }),
  /** Bytes of the repository on the host: a hint for limits, 20 % slack. */
  bytes: z.int().nonnegative(),
  pushedBy: AccountId.nullable(),
  level: z.int().min(1),
  at: Timestamp,
})
export type RefStatePayload = z.infer<typeof RefStatePayload>
