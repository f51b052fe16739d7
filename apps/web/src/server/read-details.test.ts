import { DesignDetails } from '@truss/contracts/designs'
import { expect, test } from 'vitest'
import { readDetails } from './read-details.ts'

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries({ title: 'Hinge', summary: '', kind: 'printed', ...fields })) {
    data.set(name, value)
  }
  return data
}

test('tags are split, trimmed, lower-cased and named once', () => {
  expect(
    DesignDetails.parse(readDetails(form({ tags: ' Hinge, print-in-place ,,hinge', licence: 'MIT' }))),
  ).toEqual({
    title: 'Hinge',
    summary: '',
    kind: 'printed',
    licence: 'MIT',
    tags: ['hinge', 'print-in-place'],
  })
})

test('not decided is no licence', () => {
  expect(readDetails(form({ licence: 'none' })).licence).toBeNull()
  expect(readDetails(form({})).licence).toBeNull()
})

test('another licence comes from the list, and must then be chosen', () => {
  expect(readDetails(form({ licence: 'other', otherLicence: 'SHL-2.1' })).licence).toBe('SHL-2.1')
  expect(DesignDetails.safeParse(readDetails(form({ licence: 'other', otherLicence: '' }))).success).toBe(
    false,
  )
})
