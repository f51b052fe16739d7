import { expect, test } from 'vitest'
import { matchGit } from './git-route.ts'

const match = (method: string, target: string) => matchGit(method, new URL(target, 'http://oak.test'))

test('the path says what is wanted, with and without .git', () => {
  for (const slug of ['hinge', 'hinge.git']) {
    expect(match('GET', `/mara/${slug}/info/refs?service=git-upload-pack`)).toEqual({
      kind: 'git',
      route: {
        service: 'upload-pack',
        step: 'advertisement',
        target: { kind: 'name', owner: 'mara', slug: 'hinge' },
      },
    })
    expect(match('POST', `/mara/${slug}/git-receive-pack`)).toMatchObject({
      kind: 'git',
      route: { service: 'receive-pack', step: 'request' },
    })
  }
})

test('a query cannot turn a push into a fetch', () => {
  expect(match('POST', '/mara/hinge.git/git-receive-pack?service=git-upload-pack')).toMatchObject({
    route: { service: 'receive-pack' },
  })
})

test('instances fetch by id and never push that way', () => {
  const id = 'a'.repeat(52)
  expect(match('POST', `/-/git/${id}.git/git-upload-pack`)).toMatchObject({
    route: { target: { kind: 'id', design: id } },
  })
  expect(match('POST', `/-/git/${id}.git/git-receive-pack`)).toMatchObject({ kind: 'refused', status: 403 })
})

test.each([
  ['GET', '/mara/hinge.git/info/refs', 403],
  ['GET', '/mara/hinge.git/info/refs?service=git-upload-archive', 403],
  ['POST', '/mara/hinge.git/info/refs?service=git-upload-pack', 405],
  ['GET', '/mara/hinge.git/git-receive-pack', 405],
])('%s %s is refused with %i', (method, target, status) => {
  expect(match(method, target)).toMatchObject({ kind: 'refused', status })
})

test.each([
  '/mara/hinge',
  '/mara/hinge/history',
  '/mara%2Fx/hinge.git/info/refs?service=git-upload-pack',
  '/mara/hinge%00.git/info/refs?service=git-upload-pack',
  '/mara/%E0%A4%A/info/refs?service=git-upload-pack',
  '/a/b/c/info/refs?service=git-upload-pack',
])('%s is none of git’s', (target) => {
  expect(match('GET', target)).toBeUndefined()
})
