import type { DesignDetails } from '@truss/contracts/designs'
import { NO_LICENCE, OTHER_LICENCE } from '../components/forms/licence-choices.ts'

/** The details that a form was filled with, in the contract's shape and not checked yet. */
export function readDetails(form: FormData): Record<keyof DesignDetails, unknown> {
  const text = (name: string) => String(form.get(name) ?? '')
  const chosen = text('licence')
  const licence = chosen === OTHER_LICENCE ? text('otherLicence') : chosen
  return {
    title: text('title'),
    summary: text('summary'),
    kind: text('kind'),
    licence: licence === NO_LICENCE || (licence === '' && chosen !== OTHER_LICENCE) ? null : licence,
    tags: [
      ...new Set(
        text('tags')
          .split(',')
          .map((tag) => tag.trim().toLowerCase())
          .filter(Boolean),
      ),
    ],
  }
}
