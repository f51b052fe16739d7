import type { FeedEventBody } from '@truss/contracts/feed'
import type { DesignId } from '@truss/contracts/ids'
import { readRefState } from '@truss/federation/ref-state'

const REMEMBERED = 10_000

/** How large hosts said their repositories are, from states that passed by; forgotten at a restart. */
export interface SizeHints {
  note(bodies: readonly FeedEventBody[]): void
  /** Bytes; undefined when nothing was heard. */
  of(design: DesignId): number | undefined
}

export function createSizeHints(): SizeHints {
  const bytes = new Map<DesignId, number>()
  return {
    note(bodies) {
      for (const body of bodies) {
        if (body.kind !== 'ref-state') continue
        bytes.delete(body.design)
        bytes.set(body.design, readRefState(body.record).payload.bytes)
      }
      for (const design of bytes.keys()) {
        if (bytes.size <= REMEMBERED) break
        bytes.delete(design)
      }
    },
    of: (design) => bytes.get(design),
  }
}
