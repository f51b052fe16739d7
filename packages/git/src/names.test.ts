import { expect, test } from 'vitest'
import { assertOid, assertReadPath, assertRefName, assertWritePath } from './names.ts'

test('object ids are 40 or 64 lower-case hex digits', () => {
  expect(assertOid('a'.repeat(40))).toBe('a'.repeat(40))
  expect(assertOid('0'.repeat(64))).toBe('0'.repeat(64))
  for (const bad of [
    '',
    'abc',
    'A'.repeat(40),
    `${'a'.repeat(39)}\n`,
    '-'.repeat(40),
    `${'a'.repeat(40)}\n`,
  ]) {
    expect(() => assertOid(bad)).toThrow(expect.objectContaining({ code: 'rejected' }))
  }
})

test.each(['refs/heads/main', 'refs/heads/a/b', 'refs/tags/v1.0', 'refs/heads/größe', 'refs/heads/-x'])(
  '%s is a ref name',
  (name) => expect(assertRefName(name)).toBe(name),
)

test.each([
  'main',
  'HEAD',
  'refs/',
  'refs//heads',
  'refs/heads/',
  'refs/heads/../x',
  'refs/heads/.x',
  'refs/heads/x.lock',
  'refs/heads/x.lock/y',
  'refs/heads/a b',
  'refs/heads/a\nb',
  'refs/heads/a\0b',
  'refs/heads/a~1',
  'refs/heads/a^',
  'refs/heads/a:b',
  'refs/heads/a?',
  'refs/heads/*',
  'refs/heads/[a',
  'refs/heads/a\\b',
  'refs/heads/a@{1}',
  'refs/heads/a.',
  `refs/heads/${'a'.repeat(300)}`,
  `refs/${'a/'.repeat(600)}b`,
])('%j is refused as a ref name', (name) => {
  expect(() => assertRefName(name)).toThrow(expect.objectContaining({ code: 'rejected' }))
})

test.each(['README.md', 'a/b/c.stl', '.gitignore', '.gitattributes', 'ä ö/ü', 'git', 'a:b', '...', '-rf'])(
  '%j may be written',
  (path) => expect(assertWritePath(path)).toBe(path),
)

test.each([
  '',
  '/etc/passwd',
  '../x',
  'a/../../x',
  'a/./b',
  'a//b',
  'a/',
  '.git',
  '.GIT/config',
  'sub/.Git/hooks/x',
  '.g\u200cit/config',
  '.git\ufeff/config',
  'git~1/config',
  'GIT~1',
  '.git /config',
  '.git./config',
  '.git. . /config',
  '.git::$INDEX_ALLOCATION/config',
  '.git:stream',
  'a\\..\\b',
  'a\0b',
  'a\nb',
  '\ud800',
  'x'.repeat(256),
  `${'x/'.repeat(2100)}y`,
])('%j may not be written', (path) => {
  expect(() => assertWritePath(path)).toThrow(expect.objectContaining({ code: 'rejected' }))
})

test.each(['../x', '/x', 'a//b', 'a/./b', 'a\0b', 'x/'])('%j leads nowhere when read', (path) => {
  expect(() => assertReadPath(path)).toThrow(expect.objectContaining({ code: 'not-found' }))
})
