import { expect, test } from 'vitest'
import { folderOf, nameOf, pathCrumbs } from './path-crumbs.ts'

test('each folder on the way is a crumb', () => {
  expect(pathCrumbs('source/cad files/lid#2.step')).toEqual([
    { name: 'source', path: 'source' },
    { name: 'cad files', path: 'source/cad files' },
    { name: 'lid#2.step', path: 'source/cad files/lid#2.step' },
  ])
})

test('the root has no crumbs', () => {
  expect(pathCrumbs('')).toEqual([])
})

test('a file at the root lies in no folder', () => {
  expect([folderOf('a.stl'), folderOf('x/y/a.stl')]).toEqual(['', 'x/y'])
  expect([nameOf('a.stl'), nameOf('x/y/a.stl')]).toEqual(['a.stl', 'a.stl'])
})
