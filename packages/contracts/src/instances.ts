import { z } from 'zod'
import { FeedIndex, InstanceId, InstanceName, Timestamp } from './ids.ts'

/** `applied`: asked to join; `mirror`: read-only; `trusted`: hosts designs and takes writes. */
export const INSTANCE_LEVELS = ['applied', 'mirror', 'trusted'] as const
export const InstanceLevel = z.enum(INSTANCE_LEVELS)
export type InstanceLevel = z.infer<typeof InstanceLevel>

/** Ed25519 public key (RFC 8037). */
export const PublicJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type PublicJwk = z.infer<typeof PublicJwk>

export const KEY_PURPOSES = ['request', 'ref-state', 'openid'] as const
export const KeyPurpose = z.enum(KEY_PURPOSES)
export type KeyPurpose = z.infer<typeof KeyPurpose>

/** A base URL: an origin without path, query, user or trailing slash. */
export const BaseUrl = z.url({ protocol: /^https?$/ }).refine((url) => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed?.origin === url
}, 'use an origin such as https://truss.example, without a path')
export type BaseUrl = z.infer<typeof BaseUrl>

/** A signing key in force, certified by the instance's root key (see docs/protocol/keys.md). */
export const InstanceKey = z.object({
  kid: z.string().regex(/^[A-Za-z0-9_-]{8,43}$/),
  jwk: PublicJwk,
  purposes: z.array(KeyPurpose).min(1),
  notBefore: Timestamp,
  notAfter: Timestamp,
  /** Compact JWS of the above by the root key. */
  certificate: z.string().max(4096),
  /** States signed by it count up to this index; `null` while in force. A cut-off is an index, not a clock. */
  validUntilIndex: FeedIndex.nullable(),
})
export type InstanceKey = z.infer<typeof InstanceKey>

/** A member instance, as the signed table of every instance lists it. */
export const Instance = z.object({
  id: InstanceId,
  name: InstanceName,
  baseUrl: BaseUrl,
  sshUrl: z.string().max(300).nullable(),
  rootKey: PublicJwk,
  keys: z.array(InstanceKey).max(50),
  level: InstanceLevel,
  suspended: z.boolean(),
  joinedAt: Timestamp,
})
export type Instance = z.infer<typeof Instance>

/** What the registry knows of an instance's health. Not part of the feed: it changes all the time. */
export const InstanceHealth = z.object({
  lastContactAt: Timestamp.nullable(),
  /** The last feed index that the instance said it had applied. */
  appliedIndex: FeedIndex.nullable(),
})
export type InstanceHealth = z.infer<typeof InstanceHealth>

/** A change of level as an operator decided it. Public, like the reason. */
export const TrustDecision = z.object({
  instance: InstanceId,
  from: InstanceLevel,
  to: InstanceLevel,
  suspended: z.boolean(),
  reason: z.string().min(3, 'say why, everybody can read it').max(500),
  operator: z.string(),
  at: Timestamp,
})
export type TrustDecision = z.infer<typeof TrustDecision>
