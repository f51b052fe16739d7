import { z } from 'zod'
import { AccountId, InstanceId, Sha256, Timestamp } from './ids.ts'
import { Handle } from './names.ts'

/** An account as everybody may see it. E-mail addresses stay at the registry. */
export const Account = z.object({
  id: AccountId,
  handle: Handle,
  displayName: z.string().max(80),
  /** Where new designs and forks land; `null` until a trusted instance is chosen. */
  home: InstanceId.nullable(),
  operator: z.boolean(),
  createdAt: Timestamp,
})
export type Account = z.infer<typeof Account>

/**
 * Long enough to resist guessing (NIST SP 800-63B asks for 8 at least, 15 where it is the only factor),
 * short enough that hashing one is no denial of service. No rules about kinds of characters.
 */
export const Password = z
  .string()
  .min(10, 'use at least 10 characters')
  .max(256, 'use at most 256 characters')

/** Scopes of an access token for git. */
export const TokenScope = z.enum(['read', 'push'])
export type TokenScope = z.infer<typeof TokenScope>

/** `truss_` + 30 random characters + 6 of a checksum, so that secret scanners can tell it from chance. */
export const AccessTokenText = z.string().regex(/^truss_[A-Za-z0-9]{36}$/)

/** An access token as its instance keeps it: usable while the registry is down, useless when stolen from the table. */
export const AccessToken = z.object({
  sha256: Sha256,
  account: AccountId,
  scopes: z.array(TokenScope),
  expiresAt: Timestamp.nullable(),
})
export type AccessToken = z.infer<typeof AccessToken>
