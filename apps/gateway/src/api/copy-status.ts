import type { CatalogDesign, StateHead } from '@truss/contracts/designs'
import type { InstanceId } from '@truss/contracts/ids'
import type { CopyStatus } from '@truss/contracts/views'
import type { Copy } from '@truss/db/instance/copy-store'

/** What can be said of the files of a design here, from the catalog's newest state and the copy that lies here. */
export function copyStatus(design: CatalogDesign, copy: Copy | undefined, self: InstanceId): CopyStatus {
  const host = design.host === self
  if (!copy) return { verdict: 'absent', host, epoch: null, seq: null, asOf: null, reason: null }
  const facts = { host, epoch: copy.epoch, seq: copy.seq, asOf: copy.signedAt?.toISOString() ?? null }
  // The host signs: what lies there is true before the registry and the feed have heard of it.
  if (isHostCopy(design, copy, self)) return { ...facts, verdict: 'verified', reason: null }
  const order = compareToHead(copy, design.head)
  if (order === 0 && contradicts(copy, design.head)) {
    const reason = 'the copy here differs from the state that the registry has recorded'
    return { ...facts, verdict: 'refused', reason }
  }
  if (order >= 0) return { ...facts, verdict: copy.seq === 0 ? 'absent' : 'verified', reason: null }
  if (copy.refusedReason !== null) return { ...facts, verdict: 'refused', reason: copy.refusedReason }
  return { ...facts, verdict: copy.seq === 0 ? 'absent' : 'as-of', reason: null }
}

/**
 * Whether there are files here that may be shown. A copy whose newest state was refused still has the older one
 * that was verified; one that contradicts the recorded state has nothing.
 */
export function hasReadableFiles(design: CatalogDesign, copy: Copy | undefined, self: InstanceId): boolean {
  if (!copy) return false
  if (isHostCopy(design, copy, self)) return true
  return copy.seq > 0 && !(compareToHead(copy, design.head) === 0 && contradicts(copy, design.head))
}

/** A host that lost its assignment keeps its repository, as an ordinary copy of an older epoch. */
function isHostCopy(design: CatalogDesign, copy: Copy, self: InstanceId): boolean {
  return copy.host && design.host === self && copy.epoch >= design.epoch
}

function compareToHead(copy: Copy, head: StateHead | null): number {
  if (!head) return copy.seq
  return copy.epoch - head.epoch || copy.seq - head.seq
}

function contradicts(copy: Copy, head: StateHead | null): boolean {
  return head !== null && copy.seq > 0 && copy.digest !== head.digest
}
