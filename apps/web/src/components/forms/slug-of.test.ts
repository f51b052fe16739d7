import { Slug } from '@truss/contracts/names'
import { expect, test } from 'vitest'
import { slugOf } from './slug-of.ts'

test.each([
  ['Gate hinge with a 3 mm pin', 'gate-hinge-with-a-3-mm-pin'],
  ['Hose barb, G¼ to 10 mm', 'hose-barb-g1-4-to-10-mm'],
  ['Außenmaß für Tür', 'aussenmass-fur-tur'],
  ['  -- odd -- ', 'odd'],
  ['歯車', ''],
])('%s', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
  if (slug) expect(Slug.safeParse(slug).success).toBe(true)
})

test('a long title is cut at a letter', () => {
  expect(slugOf('word '.repeat(40))).toMatch(/^(?:word-)+word?$|^(?:word-)+w?o?r?d?$/)
  expect(slugOf('word '.repeat(40)).length).toBeLessThanOrEqual(60)
})
