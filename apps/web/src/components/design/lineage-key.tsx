import type { Relation } from '@truss/contracts/designs'
import styles from './lineage.module.css'
import { type LineKind, lineOf } from './lineage-words.ts'

export const LINE_CLASS: Record<LineKind, string> = {
  continuous: styles.edge ?? '',
  dashed: `${styles.edge} ${styles.dashed}`,
  dotted: `${styles.edge} ${styles.dotted}`,
  chain: `${styles.edge} ${styles.chain}`,
}

const WORDS: readonly (readonly [LineKind, string])[] = [
  ['continuous', 'changed: fork, remix, customised'],
  ['dashed', 'included'],
  ['dotted', 'inspired by'],
  ['chain', 'fits'],
]

/** What the lines mean; only those that occur. */
export function LineageKey({ relations }: { relations: readonly Relation[] }) {
  const used = new Set(relations.map(lineOf))
  return (
    <ul aria-label="Lines" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {WORDS.filter(([kind]) => used.has(kind)).map(([kind, words]) => (
        <li key={kind} className="inline-flex items-center gap-2">
          <svg viewBox="0 0 36 8" width="36" height="8" aria-hidden="true">
            <path d="M0 4H36" className={LINE_CLASS[kind]} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}
