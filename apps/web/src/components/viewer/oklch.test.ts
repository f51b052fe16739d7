import { expect, test } from 'vitest'
import { linearOf, parseOklch } from './oklch.ts'

test('colours of the tokens are read', () => {
  expect(parseOklch('oklch(0.33 0.014 240)')).toEqual({ l: 0.33, c: 0.014, h: 240, alpha: 1 })
  expect(parseOklch('oklch(0.3 0.02 240 / 0.2)')).toEqual({ l: 0.3, c: 0.02, h: 240, alpha: 0.2 })
  expect(parseOklch(' 0.009 232')).toEqual({ l: 0, c: 0.009, h: 232, alpha: 1 })
  expect(parseOklch('')).toBeUndefined()
})

test('white, black and red come out as in sRGB', () => {
  const near = (rgb: number[]) => rgb.map((part) => Math.round(part * 100) / 100)
  expect(near(linearOf({ l: 1, c: 0, h: 0, alpha: 1 }))).toEqual([1, 1, 1])
  expect(near(linearOf({ l: 0, c: 0, h: 0, alpha: 1 }))).toEqual([0, 0, 0])
  expect(near(linearOf({ l: 0.628, c: 0.2577, h: 29.23, alpha: 1 }))).toEqual([1, 0, 0])
})
