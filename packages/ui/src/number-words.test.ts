import { expect, test } from 'vitest'
import { byteWords, countWords, numberWords } from './number-words.ts'

test('digits are grouped by thin no-break spaces', () => {
  expect(numberWords(7)).toBe('7')
  expect(numberWords(1083)).toBe('1\u202f083')
  expect(numberWords(8_204_117)).toBe('8\u202f204\u202f117')
})

test('sizes have a unit and as many digits as one can use', () => {
  expect([0, 999, 1000, 1_234_567, 64_000_000, 5e9].map(byteWords)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '64 MB',
    '5.0 GB',
  ])
})

test('one is one', () => {
  expect(countWords(1, 'design')).toBe('1 design')
  expect(countWords(0, 'design')).toBe('0 designs')
})
