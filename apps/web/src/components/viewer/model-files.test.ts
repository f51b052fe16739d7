import { expect, test } from 'vitest'
import { modelFormat, stlTriangles } from './model-files.ts'

test('the ending says the format, whatever its case', () => {
  expect(['a/lid.STL', 'box.3mf', 'x.y.obj', 'lid.step', 'stl'].map(modelFormat)).toEqual([
    'stl',
    '3mf',
    'obj',
    undefined,
    'stl',
  ])
})

test('a binary STL says its triangles, and only when its length agrees', () => {
  const bytes = new ArrayBuffer(84 + 2 * 50)
  new DataView(bytes).setUint32(80, 2, true)
  expect(stlTriangles(bytes)).toBe(2)
  expect(stlTriangles(bytes.slice(0, 100))).toBeUndefined()
  expect(stlTriangles(new TextEncoder().encode('solid lid').buffer)).toBeUndefined()
})
