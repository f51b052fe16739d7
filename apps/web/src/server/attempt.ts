import 'server-only'
import { isProblem, ProblemError } from '@truss/client/problem-error'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { FormFailure } from '../components/form-state.ts'
import { problemWords } from './problem-words.ts'
import { signInAddress } from './sign-in-address.ts'

export type Attempt<T> = { done: T } | { failure: FormFailure }

/**
 * Runs the work of a form: refusals of the contract and of the instance become a failure that the form shows. A
 * session that has ended leads to the sign-in page and back to `next`. Faults of ours go on to the error page.
 */
export async function attempt<T>(form: FormData, next: string, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: await work() }
  } catch (error) {
    // Outside of `try`: `redirect` works by throwing.
    if (!isProblem(error, 'unauthenticated')) return { failure: toFailure(error, form) }
  }
  redirect(signInAddress(next))
}

function toFailure(error: unknown, form: FormData): FormFailure {
  const base = { values: sentValues(form), attempt: Date.now() }
  if (error instanceof z.ZodError) {
    const issues = Object.fromEntries(
      [...error.issues].reverse().map((issue) => [issue.path.join('.'), issue.message]),
    )
    return { ...base, message: 'Something is missing or not right. See the marked fields.', issues }
  }
  if (error instanceof ProblemError) {
    const { problem } = error
    // The server names fields below `body`; forms name them without.
    const issues = Object.fromEntries(
      (problem.issues ?? []).map((issue) => [issue.path.replace(/^body\.?/, ''), issue.message]),
    )
    if (problem.code === 'name-taken') issues.slug ??= 'you already have a design of this name'
    return { ...base, message: problemWords(problem), issues }
  }
  throw error
}

function sentValues(form: FormData): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const [name, value] of form) {
    // Names that start with `$` belong to React.
    if (typeof value !== 'string' || name.startsWith('$')) continue
    values[name] = [...(values[name] ?? []), value]
  }
  return values
}
