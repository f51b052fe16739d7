import { expect, test } from 'vitest'
import { counted, formatBytes, formatCount, formatLength, formatSize } from './format-numbers.ts'

const plain = (text: string) => text.replaceAll('\u202f', '_')

test('digits are grouped by thin spaces, from five digits on', () => {
  expect([0, 999, 1234, 17_480, 8_204_117].map((n) => plain(formatCount(n)))).toEqual([
    '0',
    '999',
    '1234',
    '17_480',
    '8_204_117',
  ])
  expect(plain(formatCount(-12_915))).toBe('\u221212_915')
})

test('bytes in a column keep all their digits', () => {
  expect(plain(formatBytes(0))).toBe('0')
  expect(plain(formatBytes(1234))).toBe('1_234')
  expect(plain(formatBytes(318_204_117))).toBe('318_204_117')
})

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

test('one thing is not many', () => {
  expect([counted(1, 'part'), counted(0, 'part'), counted(2, 'copy', 'copies')]).toEqual([
    '1 part',
    '0 parts',
    '2 copies',
  ])
})
