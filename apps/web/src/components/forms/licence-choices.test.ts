import { LICENCES } from '@truss/contracts/licences'
import { expect, test } from 'vitest'
import { asksForItself, LICENCE_WISHES, licenceAsks, licenceOptions } from './licence-choices.ts'

test('each wish is a licence of the list', () => {
  for (const { id } of LICENCE_WISHES) expect(LICENCES.map(([known]) => known)).toContain(id)
})

test.each([
  [null, 'No licence is named, so nothing but looking is allowed. Ask the owner first.'],
  ['CC0-1.0', 'Asks for nothing.'],
  ['MIT', 'Asks to name the author.'],
  ['CC-BY-ND-4.0', 'Changed versions may not be shared.'],
  [
    'CC-BY-NC-SA-4.0',
    'Asks to name the author, not to sell and to keep what is made from it under the same licence.',
  ],
  ['CERN-OHL-W-2.0', 'Asks to name the author and to keep changes of this part under the same licence.'],
])('%s', (licence, words) => {
  expect(licenceAsks(licence)).toBe(words)
})

test('share-alike licences ask for themselves, permissive ones do not', () => {
  expect(['CC-BY-SA-4.0', 'CERN-OHL-S-2.0', 'GPL-3.0-or-later'].every(asksForItself)).toBe(true)
  expect([null, 'MIT', 'CC-BY-4.0', 'CERN-OHL-P-2.0'].some(asksForItself)).toBe(false)
})

test('a licence from a file stays a choice', () => {
  expect(licenceOptions('EUPL-1.2')[0]).toEqual(['EUPL-1.2', 'set before'])
  expect(licenceOptions('MIT')).toHaveLength(LICENCES.length)
})
