import { Note } from '@truss/ui/note'
import type { FormState } from '../form-state.ts'

/** Why a form was not accepted, above its button. */
export function FormProblem({ state, title }: { state: FormState; title: string }) {
  if (state === null) return null
  return (
    <Note kind="refused" title={title} role="alert">
      <p>{state.message}</p>
    </Note>
  )
}
