import { expect, test } from 'vitest'
import { HOME, SIDES } from './orbit.ts'
import { handleKey } from './view-controls.ts'

/** Writes down what a key does to a view. */
function press(key: string): { done: unknown[]; taken: boolean } {
  const done: unknown[] = []
  const taken = handleKey(
    {
      turn: (azimuth, elevation) => done.push(['turn', Math.sign(azimuth), Math.sign(elevation)]),
      zoom: (factor) => done.push(['zoom', factor > 1 ? 'in' : 'out']),
      goTo: (orbit) => done.push(['go', orbit]),
    },
    key,
  )
  return { done, taken }
}

test('arrows turn, plus and minus zoom, 0 fits, numbers look from the sides', () => {
  expect(press('ArrowLeft').done).toEqual([['turn', 1, 0]])
  expect(press('ArrowDown').done).toEqual([['turn', 0, -1]])
  expect(press('+').done).toEqual([['zoom', 'in']])
  expect(press('-').done).toEqual([['zoom', 'out']])
  expect(press('0').done).toEqual([['go', HOME]])
  expect(SIDES.map((_, at) => press(String(at + 1)).done)).toEqual(SIDES.map(({ orbit }) => [['go', orbit]]))
})

test('a key that means nothing here is left to the page', () => {
  for (const key of ['Tab', 'PageDown', '7', ' ', 'a']) expect(press(key)).toEqual({ done: [], taken: false })
})
