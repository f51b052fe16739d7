import type { FormState } from '../form-state.ts'

/** What became of a comment: refused, or done with a sentence for the live region. */
export interface CommentOutcome {
  failure: FormState
  said: string | null
}

export const NO_OUTCOME: CommentOutcome = { failure: null, said: null }
