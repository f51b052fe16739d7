import { expect, test } from 'vitest'
import { scriptJson } from './design-ld.ts'

test('no text can close the script element', () => {
  const json = scriptJson({ name: '</script><script>alert(1)</script><!--', sep: '\u2028' })
  expect(json).not.toContain('<')
  expect(json).not.toContain('\u2028')
  expect(JSON.parse(json)).toEqual({ name: '</script><script>alert(1)</script><!--', sep: '\u2028' })
})
