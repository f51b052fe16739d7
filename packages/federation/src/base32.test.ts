import { expect, test } from 'vitest'
import { base32 } from './base32.ts'

test.each([
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['fooba', 'mzxw6ytb'],
  ['foobar', 'mzxw6ytboi'],
])('%j is encoded as RFC 4648 section 10 shows', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded)
})

test('32 bytes make 52 characters', () => {
  expect(base32(new Uint8Array(32).fill(255))).toBe(`${'7'.repeat(51)}q`)
})
