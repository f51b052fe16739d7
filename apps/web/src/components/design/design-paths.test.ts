import { describe, expect, test } from 'vitest'
import { cloneUrl, decodePath, encodePath, filesHref, historyHref, rawHref, zipHref } from './design-paths.ts'

const hinge = { owner: 'mara', slug: 'hinge-v2.1' }
const ODD = [
  'a#b.stl',
  'what?.md',
  '100%.txt',
  'two words/Ä und ß.3mf',
  '零件/ギア.stl',
  'a&b=c+d;e.csv',
  '%2e%2e',
]

describe('addresses of files', () => {
  test.each(ODD)('%s comes back as it was from its address', (path) => {
    const url = new URL(filesHref(hinge, path, 'v1'), 'https://oak.example')
    expect(url.hash).toBe('')
    expect(url.searchParams.get('at')).toBe('v1')
    const segments = url.pathname.split('/').slice(4)
    expect(decodePath(segments)).toBe(path)
  })

  test('slashes stay between the names', () => {
    expect(encodePath('source/cad/lid.step')).toBe('source/cad/lid.step')
  })

  test('what git could not have in a tree is no path', () => {
    expect(decodePath(['a', '..', 'b'])).toBeUndefined()
    expect(decodePath(['a%2Fb'])).toBeUndefined()
    expect(decodePath(['%E0%A4%A'])).toBeUndefined()
    expect(decodePath(['', 'a'])).toBeUndefined()
    expect(decodePath([])).toBe('')
  })

  test('a ref with a slash goes into the query, encoded', () => {
    expect(rawHref(hinge, 'a.stl', 'feature/slot')).toBe('/mara/hinge-v2.1/raw/a.stl?at=feature%2Fslot')
    expect(zipHref(hinge)).toBe('/mara/hinge-v2.1/zip')
    expect(historyHref(hinge, { at: 'main', path: 'a #1.stl' })).toBe(
      '/mara/hinge-v2.1/history?at=main&path=a+%231.stl',
    )
  })

  test('the clone address ends as git expects it', () => {
    expect(cloneUrl('https://oak.example', hinge)).toBe('https://oak.example/mara/hinge-v2.1.git')
  })
})
