import type { ErrorCode, Problem } from '@truss/contracts/errors'

const WORDS: Partial<Record<ErrorCode, string>> = {
  'registry-down':
    'The registry does not answer, so nothing was saved. Reading, cloning and pushing go on. Try again in a few minutes; what you wrote is still here.',
  unreachable:
    'The instance that hosts this design does not answer, so nothing was made. Try again in a few minutes.',
  timeout: 'That took too long and was given up. Look whether it was done after all before you try again.',
  'name-taken': 'You already have a design of this name. Choose another address.',
  'not-trusted':
    'This instance is a read-only mirror at present: it takes no new designs. Use your home instance.',
  'not-the-host': 'This can be done only where the design, or you, are at home.',
  forbidden: 'You may not do this with this design. Only its owner can.',
  'design-not-found': 'There is no such design any more, or you may not see it.',
  'comment-not-found': 'The comment is gone already.',
  'too-many-requests': 'That was too often in a short time. Wait a minute and try again.',
  'too-large': 'That is larger than this instance takes.',
  'invalid-request': 'Something is missing or not right. See the marked fields.',
  internal: 'Something broke on our side, and nothing was saved. Try again; if it stays, tell the operator.',
}

/** A refusal as a person reads it. */
export function problemWords(problem: Problem): string {
  const known = WORDS[problem.code]
  if (known) return known
  if (!problem.detail) return `${problem.title}.`
  return `${problem.detail.charAt(0).toUpperCase()}${problem.detail.slice(1)}.`
}
