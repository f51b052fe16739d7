import { expect, test } from 'vitest'
import { MAX_LINES, textLines } from './text-lines.ts'

test('a last line break begins no line', () => {
  expect(textLines('a\nb\n').lines).toEqual(['a', 'b'])
  expect(textLines('a\r\n\rb').lines).toEqual(['a', '', 'b'])
  expect(textLines('').lines).toEqual([''])
})

test('what is left out is counted', () => {
  expect(textLines('x\n'.repeat(MAX_LINES + 7)).left).toBe(7)
})
