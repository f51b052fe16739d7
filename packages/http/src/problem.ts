import type { ErrorCode, Problem } from '@truss/contracts/errors'
import { DomainError } from '@truss/domain/errors'
import { ZodError } from 'zod'

/** The one table of status codes; a code without a row is a compile error. */
const STATUS = {
  'invalid-request': [400, 'The request does not fit'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Nothing here'],
  'account-not-found': [404, 'No such person'],
  'design-not-found': [404, 'No such design'],
  'instance-not-found': [404, 'No such instance'],
  'comment-not-found': [404, 'No such comment'],
  'ref-not-found': [404, 'No such branch or tag'],
  'path-not-found': [404, 'No such file'],
  'commit-not-found': [404, 'No such commit'],
  'name-taken': [409, 'The name is taken'],
  'handle-taken': [409, 'The name is taken'],
  'already-joined': [409, 'Joined already'],
  'not-trusted': [403, 'The instance is read-only'],
  'not-the-host': [409, 'Another instance is responsible'],
  'stale-state': [409, 'The state is not the next one'],
  'conflicting-state': [409, 'Another state is recorded'],
  'bad-signature': [401, 'The signature does not hold'],
  'replayed-request': [401, 'The request was sent before'],
  'bad-record': [400, 'The record does not hold'],
  'unsafe-url': [400, 'The address is not allowed'],
  unreachable: [502, 'The other side does not answer'],
  'too-large': [413, 'Too large'],
  'too-many-requests': [429, 'Too many requests'],
  'licence-conflict': [409, 'The licences do not fit together'],
  'copy-not-here': [404, 'The files are not here'],
  'registry-down': [503, 'The registry does not answer'],
  timeout: [504, 'It took too long'],
  internal: [500, 'Something broke on our side'],
} as const satisfies Record<ErrorCode, readonly [status: number, title: string]>

/** HTTP status of an error code. */
export function statusOf(code: ErrorCode): (typeof STATUS)[ErrorCode][0] {
  return STATUS[code][0]
}

/** RFC 9457 details of any failure. Of an unforeseen one nothing is told: its message may quote SQL, paths or tokens. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = classify(error)
  const [status, title] = STATUS[known.code]
  return { type: `urn:truss:problem:${known.code}`, title, status, requestId, ...known }
}

function classify(error: unknown): Pick<Problem, 'code' | 'detail' | 'issues'> {
  if (error instanceof DomainError) return { code: error.code, detail: error.message }
  if (error instanceof ZodError)
    return { code: 'invalid-request', detail: firstIssue(error), issues: issuesOf(error) }
  return { code: 'internal' }
}

function issuesOf(error: ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }))
}

function firstIssue(error: ZodError): string {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'request'}: ${issue.message}` : 'the request does not fit'
}
