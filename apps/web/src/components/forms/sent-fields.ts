import type { FormState } from '../form-state.ts'
import { NO_LICENCE, OTHER_LICENCE } from './licence-choices.ts'

/** The value that was sent under a name, so that a refused form loses nothing. */
export function sentOne(state: FormState, name: string): string | undefined {
  return state?.values[name]?.[0]
}

/** The licence that was sent: `null` for none, `undefined` where nothing was chosen. */
export function sentLicence(state: FormState): string | null | undefined {
  const chosen = sentOne(state, 'licence')
  if (chosen === NO_LICENCE) return null
  return chosen === OTHER_LICENCE ? sentOne(state, 'otherLicence') : chosen
}
