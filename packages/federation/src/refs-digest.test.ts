import { createHash } from 'node:crypto'
import type { RefName, Sha256 } from '@truss/contracts/ids'
import { expect, test } from 'vitest'
import { main, oid, ref } from '../test/fixtures.ts'
import { EMPTY_LFS_DIGEST, lfsDigest } from './lfs-digest.ts'
import { refsDigest } from './refs-digest.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const refs = [ref('refs/heads/main', '1'), ref('refs/tags/v1', '2')]

test('the digest is over HEAD and the sorted lines, whatever the order of the refs', () => {
  const text = `HEAD refs/heads/main\n${oid('1')} refs/heads/main\n${oid('2')} refs/tags/v1\n`
  expect(refsDigest({ head: main, refs })).toEqual({ digest: sha256(text), count: 2 })
  expect(refsDigest({ head: main, refs: refs.toReversed() }).digest).toBe(sha256(text))
})

test('an unborn HEAD has its line and no other', () => {
  expect(refsDigest({ head: main, refs: [] })).toEqual({ digest: sha256('HEAD refs/heads/main\n'), count: 0 })
})

test('refs of Truss itself are left out, look-alikes are not', () => {
  const own = [ref('refs/truss/state', '3'), ref('refs/truss/orphan/1/main', '4')]
  expect(refsDigest({ head: main, refs: [...refs, ...own] })).toEqual(refsDigest({ head: main, refs }))
  expect(refsDigest({ head: main, refs: [...refs, ref('refs/trussed', '3')] }).count).toBe(3)
})

test('names are sorted by their bytes, not by UTF-16 units', () => {
  const private_ = 'refs/heads/\uffee'
  const emoji = 'refs/heads/\u{1f529}'
  expect([private_, emoji].toSorted()).toEqual([emoji, private_])
  const text = `HEAD refs/heads/main\n${oid('1')} ${private_}\n${oid('2')} ${emoji}\n`
  expect(refsDigest({ head: main, refs: [ref(emoji, '2'), ref(private_, '1')] }).digest).toBe(sha256(text))
})

test.each([
  ['a ref given twice', [ref('refs/heads/main', '1'), ref('refs/heads/main', '2')]],
  ['a name with a line break', [ref(`refs/heads/a\n${oid('1')} refs/heads/b`, '1')]],
  ['a name with a space', [ref('refs/heads/a b', '1')]],
  ['a lone surrogate', [ref('refs/heads/\ud800', '1')]],
  ['an oid in capitals', [ref('refs/heads/main', 'A')]],
  ['a pseudo ref', [{ name: 'HEAD' as RefName, oid: oid('1') }]],
])('%s is refused', (_, bad) => {
  expect(() => refsDigest({ head: main, refs: bad })).toThrow(expect.objectContaining({ code: 'bad-record' }))
})

test('large files are digested in the order of their oids; none have the digest of nothing', () => {
  const [a, b] = ['a'.repeat(64) as Sha256, 'b'.repeat(64) as Sha256]
  expect(lfsDigest([])).toEqual({ digest: EMPTY_LFS_DIGEST, count: 0 })
  const list = [
    { oid: b, size: 2 },
    { oid: a, size: 1 },
  ]
  expect(lfsDigest(list)).toEqual({ digest: sha256(`${a} 1\n${b} 2\n`), count: 2 })
  expect(() => lfsDigest([...list, { oid: a, size: 1 }])).toThrow('twice')
  expect(() => lfsDigest([{ oid: a, size: 0.5 }])).toThrow('size')
})
