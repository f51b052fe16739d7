import { expect, test } from 'vitest'
import { axesOf, between, fitHalfHeight, HOME, SIDES, turned } from './orbit.ts'

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0)

test('the axes of each view stand square on each other', () => {
  for (const orbit of [HOME, ...SIDES.map((side) => side.orbit)]) {
    const { right, up, back } = axesOf(orbit)
    for (const [a, b] of [
      [right, up],
      [up, back],
      [back, right],
    ] as const)
      expect(dot(a, b)).toBeCloseTo(0)
    for (const axis of [right, up, back]) expect(dot(axis, axis)).toBeCloseTo(1)
  }
})

test('the front is seen from the front, the top from above', () => {
  expect(axesOf(SIDES[0].orbit).back[1]).toBeCloseTo(-1)
  expect(axesOf(SIDES[4].orbit).back[2]).toBeCloseTo(1)
})

test('turning goes round, tilting stops at the poles', () => {
  expect(turned({ azimuth: 170, elevation: 80 }, 20, 20)).toEqual({ azimuth: -170, elevation: 90 })
})

test('between two views the way is the short one', () => {
  expect(between({ azimuth: 170, elevation: 0 }, { azimuth: -170, elevation: 10 }, 0.5)).toEqual({
    azimuth: -180,
    elevation: 5,
  })
})

test('a long part is fitted by its width, a tall one by its height', () => {
  const front = SIDES[0].orbit
  expect(fitHalfHeight([400, 1, 10], front, 2)).toBeCloseTo(100 / 0.82)
  expect(fitHalfHeight([10, 1, 400], front, 2)).toBeCloseTo(200 / 0.82)
})
