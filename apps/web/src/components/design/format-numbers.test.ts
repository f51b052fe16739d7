import { expect, test } from 'vitest'
import { formatLength, formatSize, formatVolume } from './format-numbers.ts'

const plain = (text: string) => text.replaceAll('\u202f', '_')

test('a size has a unit and never 1000 of it', () => {
  expect([0, 12, 999, 1000, 2_148_000, 9_960_000, 999_600, 5e12].map((n) => plain(formatSize(n)))).toEqual([
    '0_B',
    '12_B',
    '999_B',
    '1.0_kB',
    '2.1_MB',
    '10_MB',
    '1.0_MB',
    '5.0_TB',
  ])
})

test('a length shows a tenth of a millimetre where that matters', () => {
  expect([0.25, 34, 95.04, 142.3].map(formatLength)).toEqual(['0.3', '34', '95', '142'])
})

test('a volume is told in cm³ as soon as there is one', () => {
  expect([42.4, 91_518, 12_345_678].map((n) => plain(formatVolume(n)))).toEqual([
    '42_mm³',
    '91.5_cm³',
    '12_346_cm³',
  ])
})
