import type { CatalogDesign } from '@truss/contracts/designs'
import { InstanceId } from '@truss/contracts/ids'
import type { Copy } from '@truss/db/instance/copy-store'
import { expect, test } from 'vitest'
import { copyStatus, hasReadableFiles } from './copy-status.ts'

const OAK = InstanceId.parse('a'.repeat(26))
const BIRCH = InstanceId.parse('b'.repeat(26))
const SIGNED = new Date('2026-01-01T00:00:00.000Z')

/** Only what the verdict depends on. */
function designAt(
  host: InstanceId,
  epoch: number,
  head: { epoch: number; seq: number; digest: string } | null,
) {
  return { host, epoch, head } as CatalogDesign
}
function copyAt(host: boolean, epoch: number, seq: number, more: Partial<Copy> = {}) {
  return { host, epoch, seq, digest: `d${seq}`, signedAt: SIGNED, refusedReason: null, ...more } as Copy
}
const headAt = (epoch: number, seq: number) => ({ epoch, seq, digest: `d${seq}` })

test.each([
  ['no copy', designAt(BIRCH, 1, headAt(1, 3)), undefined, 'absent', false],
  ['the host, ahead of the registry', designAt(OAK, 1, headAt(1, 3)), copyAt(true, 1, 5), 'verified', true],
  ['the host before its first push', designAt(OAK, 1, null), copyAt(true, 1, 0), 'verified', true],
  ['a mirror with the newest state', designAt(BIRCH, 1, headAt(1, 3)), copyAt(false, 1, 3), 'verified', true],
  ['a mirror ahead of the feed', designAt(BIRCH, 1, headAt(1, 3)), copyAt(false, 1, 4), 'verified', true],
  ['a mirror that is behind', designAt(BIRCH, 1, headAt(1, 3)), copyAt(false, 1, 2), 'as-of', true],
  [
    'a mirror that has fetched nothing',
    designAt(BIRCH, 1, headAt(1, 3)),
    copyAt(false, 1, 0),
    'absent',
    false,
  ],
  [
    'a mirror that refused the newest state',
    designAt(BIRCH, 1, headAt(1, 3)),
    copyAt(false, 1, 2, { refusedReason: 'the digest differs' }),
    'refused',
    true,
  ],
  [
    'a mirror that refused the first state',
    designAt(BIRCH, 1, headAt(1, 1)),
    copyAt(false, 1, 0, { refusedReason: 'the digest differs' }),
    'refused',
    false,
  ],
  [
    'a refusal that a newer state has made good',
    designAt(BIRCH, 1, headAt(1, 3)),
    copyAt(false, 1, 3, { refusedReason: 'the digest differs' }),
    'verified',
    true,
  ],
  [
    'another state at the same place',
    designAt(BIRCH, 1, headAt(1, 3)),
    copyAt(false, 1, 3, { digest: 'another' }),
    'refused',
    false,
  ],
  ['a host that lost its assignment', designAt(BIRCH, 2, headAt(2, 1)), copyAt(true, 1, 9), 'as-of', true],
])('%s', (_, design, copy, verdict, readable) => {
  expect(copyStatus(design, copy, OAK).verdict).toBe(verdict)
  expect(hasReadableFiles(design, copy, OAK)).toBe(readable)
})

test('a status says how old what is served is, and why the newest is not', () => {
  const copy = copyAt(false, 1, 2, { refusedReason: 'the digest differs' })
  expect(copyStatus(designAt(BIRCH, 1, headAt(1, 3)), copy, OAK)).toEqual({
    ...{ verdict: 'refused', host: false, epoch: 1, seq: 2 },
    ...{ asOf: SIGNED.toISOString(), reason: 'the digest differs' },
  })
})
