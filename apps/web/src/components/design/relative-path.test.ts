import { expect, test } from 'vitest'
import { relativePath } from './relative-path.ts'

test('addresses in a text lead from the folder that it lies in', () => {
  expect(relativePath('docs/README.md', 'img/a%20b.png')).toEqual({ path: 'docs/img/a b.png', hash: '' })
  expect(relativePath('docs/README.md', '../lid.stl')).toEqual({ path: 'lid.stl', hash: '' })
  expect(relativePath('docs/README.md', '/lid.stl#L3')).toEqual({ path: 'lid.stl', hash: '#L3' })
  expect(relativePath('a#1/README.md', './b?.stl')).toEqual({ path: 'a#1/b', hash: '' })
  expect(relativePath('README.md', 'source/')).toEqual({ path: 'source', hash: '' })
})

test('nothing leads out of the repository', () => {
  expect(relativePath('README.md', '../../../etc/passwd')).toEqual({ path: 'etc/passwd', hash: '' })
  expect(relativePath('README.md', '//evil.example/a.png')).toBeUndefined()
  expect(relativePath('README.md', 'javascript:alert(1)')).toBeUndefined()
  expect(relativePath('README.md', '%E0%A4%A')).toBeUndefined()
})
