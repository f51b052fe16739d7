import { z } from 'zod'

/** sha256 of the unsigned genesis payload: 52 lower-case base32 characters (RFC 4648, no padding). */
export const DesignId = z
  .string()
  .regex(/^[a-z2-7]{52}$/, 'a design id has 52 base32 characters')
  .brand<'DesignId'>()
export type DesignId = z.infer<typeof DesignId>

/** Opaque id of an account at the registry. It never changes and is never handed out twice. */
export const AccountId = z
  .string()
  .regex(/^a[a-z2-7]{25}$/, 'not an account id')
  .brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>

/** The first 26 base32 characters of the sha256 of the instance's raw Ed25519 root key: an id proves its key. */
export const InstanceId = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'not an instance id')
  .brand<'InstanceId'>()
export type InstanceId = z.infer<typeof InstanceId>

/** Short name of an instance, unique at the registry: what people read. */
export const InstanceName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/,
    'use 1 to 63 lower-case letters, digits, dots and hyphens',
  )
  .brand<'InstanceName'>()
export type InstanceName = z.infer<typeof InstanceName>

/** Git object id: 40 (sha1) or 64 (sha256) lower-case hex digits. */
export const Oid = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'not a git object id')
  .brand<'Oid'>()
export type Oid = z.infer<typeof Oid>

/** sha256 in lower-case hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a sha256')
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof Sha256>

/** Full name of a ref (`refs/heads/main`); the rules of git-check-ref-format(1) without the rare ones. */
export const RefName = z
  .string()
  .max(1024)
  .regex(/^refs\/[^\s~^:?*[\\\p{Cc}]+$/u, 'not a full ref name')
  .refine(
    (ref) => !/(?:\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|\.$|\/$)/.test(ref),
    'not a ref name that git accepts',
  )
  .brand<'RefName'>()
export type RefName = z.infer<typeof RefName>

/** Position in the registry's feed: dense, starting at 1; 0 stands before the first event. */
export const FeedIndex = z.int().nonnegative().brand<'FeedIndex'>()
export type FeedIndex = z.infer<typeof FeedIndex>

/** UTC, RFC 3339 with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 })
export type Timestamp = z.infer<typeof Timestamp>
