import { z } from 'zod'

/** Every failure that a caller can act on. Public API: append only, never reuse a word. */
export const ERROR_CODES = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'not-found',
  'account-not-found',
  'design-not-found',
  'instance-not-found',
  'comment-not-found',
  'ref-not-found',
  'path-not-found',
  'commit-not-found',
  'name-taken',
  'handle-taken',
  'already-joined',
  'not-trusted',
  'not-the-host',
  'stale-state',
  'conflicting-state',
  'bad-signature',
  'replayed-request',
  'bad-record',
  'unsafe-url',
  'unreachable',
  'too-large',
  'too-many-requests',
  'licence-conflict',
  'copy-not-here',
  'registry-down',
  'timeout',
  'internal',
] as const

export const ErrorCode = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof ErrorCode>

/** RFC 9457 problem details, as every HTTP interface of Truss answers a failure. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ErrorCode,
  /** One sentence for a person: lower case, no full stop, what happened and what to do. */
  detail: z.string().optional(),
  /** Names the answer in the log of the server. */
  requestId: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
