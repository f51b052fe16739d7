import { expect, test } from 'vitest'
import { safeNext, signInAddress } from './sign-in-address.ts'

test.each(['/', '/mara/hinge', '/remix?parent=mara/hinge&parent=otto/clamp', '/a#b'])(
  '%s is a place to come back to',
  (next) => {
    expect(safeNext(next)).toBe(next)
  },
)

test.each([
  'https://e.example/',
  '//e.example',
  '/\\e.example',
  '\\\\e.example',
  '/\t/e.example',
  '/\n/e.example',
  'javascript:alert(1)',
  'mara/hinge',
  '',
  `/${'a'.repeat(3000)}`,
  undefined,
  ['/a', '/b'],
])('%j is not, so one comes back to the start', (next) => {
  expect(safeNext(next)).toBe('/')
})

test('the way back survives the address of the sign-in page', () => {
  const address = new URL(signInAddress('/remix?parent=a/b&parent=c/d'), 'https://x.example')
  expect(address.searchParams.get('next')).toBe('/remix?parent=a/b&parent=c/d')
})
