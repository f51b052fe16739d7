import { expect, test } from 'vitest'
import { dateWords, exactTimeWords, timeWords } from './time-words.ts'

const AT = '2026-11-12T14:03:07.000Z'
const after = (seconds: number) => timeWords(AT, Date.parse(AT) + seconds * 1000)

test.each([
  [0, 'now'],
  [-30, 'now'],
  [4, '4 s ago'],
  [59, '59 s ago'],
  [60, '1 min ago'],
  [7199, '1 h ago'],
  [7200, '2 h ago'],
  [90_000, 'yesterday'],
  [3 * 86_400, '3 days ago'],
  [8 * 86_400, '12 Nov 2026'],
])('%i seconds later', (seconds, words) => {
  expect(after(seconds)).toBe(words)
})

test('the exact time names its zone', () => {
  expect(exactTimeWords(AT)).toBe('12 Nov 2026, 14:03:07 UTC')
  expect(dateWords('2026-01-02T03:04:05.000Z')).toBe('2 Jan 2026')
})
