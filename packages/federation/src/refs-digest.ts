import { createHash } from 'node:crypto'
import type { Oid, RefName, Sha256 } from '@truss/contracts/ids'
import { RecordError } from './record-error.ts'

export interface Ref {
  readonly name: RefName
  /** What the ref itself holds: for an annotated tag the tag object, not the commit behind it. */
  readonly oid: Oid
}

/** Refs of Truss itself; they hold the chain that the digest goes into. */
const OWN_REFS = 'refs/truss/'

/**
 * The digest over HEAD and all refs; docs/protocol/ref-states.md has the bytes. The order of `refs` does not matter.
 *
 * @param input.head the branch that HEAD names, whether it exists or not
 * @returns `count` without the HEAD line and without `refs/truss/*`
 * @throws {RecordError} `bad-record` when a ref is given twice or could break the line it stands in
 */
export function refsDigest(input: { head: RefName; refs: readonly Ref[] }): {
  digest: Sha256
  count: number
} {
  const hash = createHash('sha256').update(`HEAD ${checkedName(input.head)}\n`)
  const refs = input.refs
    .filter((ref) => !ref.name.startsWith(OWN_REFS))
    // By bytes: JavaScript's own order is that of UTF-16, which differs from git's beyond U+FFFF.
    .map((ref) => ({ ...ref, bytes: Buffer.from(checkedName(ref.name)) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  for (const [index, ref] of refs.entries()) {
    if (ref.name === refs[index + 1]?.name) throw new RecordError('bad-record', `${ref.name} is given twice`)
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref.oid)) {
      throw new RecordError('bad-record', `${ref.name} has no oid in lower-case hex`)
    }
    hash.update(`${ref.oid} `).update(ref.bytes).update('\n')
  }
  return { digest: hash.digest('hex') as Sha256, count: refs.length }
}

/** Branded names have passed stricter rules; these two are what the digest's own soundness rests on. */
function checkedName(name: RefName): RefName {
  if (!/^refs\/[^ \n]+$/.test(name) || !name.isWellFormed()) {
    throw new RecordError('bad-record', 'a ref name without refs/, with a space or with a line break')
  }
  return name
}
