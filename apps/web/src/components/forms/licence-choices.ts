import { LICENCES } from '@truss/contracts/licences'

/** What people want to happen, and the licence that says so. All other licences stand behind "another one". */
export const LICENCE_WISHES = [
  { id: 'CC0-1.0', wish: 'Anything, even without my name', note: 'CC0-1.0' },
  { id: 'CC-BY-4.0', wish: 'Anything, with my name', note: 'CC-BY-4.0' },
  {
    id: 'CERN-OHL-S-2.0',
    wish: 'Change and sell, if it stays as open',
    note: 'CERN-OHL-S-2.0, made for hardware',
  },
  { id: 'CC-BY-NC-SA-4.0', wish: 'Change, but not sell', note: 'CC-BY-NC-SA-4.0' },
] as const

/** Value of the choice that leads to the list of all licences. */
export const OTHER_LICENCE = 'other'
/** Value of the choice to name none. */
export const NO_LICENCE = 'none'

/** All licences that a form offers, and the one that is set where it is none of them. */
export function licenceOptions(set: string | null): (readonly [id: string, name: string])[] {
  const known = LICENCES.some(([id]) => id === set)
  return [...(set && !known ? [[set, 'set before'] as const] : []), ...LICENCES]
}

/** What a licence asks of a design that is made from another, in one sentence. */
export function licenceAsks(licence: string | null): string {
  if (licence === null) return 'No licence is named, so nothing but looking is allowed. Ask the owner first.'
  if (/-ND-/.test(licence)) return 'Changed versions may not be shared.'
  const parts: string[] = []
  if (/^CC0|^0BSD|^Unlicense/.test(licence)) return 'Asks for nothing.'
  parts.push('Asks to name the author')
  if (/-NC-/.test(licence)) parts.push('not to sell')
  if (/-SA-|^GPL|^AGPL|OHL-S/.test(licence)) parts.push('to keep what is made from it under the same licence')
  else if (/^LGPL|OHL-W|^MPL|^TAPR/.test(licence))
    parts.push('to keep changes of this part under the same licence')
  const last = parts.pop() ?? ''
  return `${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last}.`
}

/** Licences that ask for themselves: two different ones cannot both have their way in one changed design. */
export function asksForItself(licence: string | null): boolean {
  return licence !== null && /-SA-|^GPL|^AGPL|OHL-S/.test(licence)
}
