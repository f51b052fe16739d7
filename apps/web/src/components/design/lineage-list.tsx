import { designHref } from './design-paths.ts'
import { DERIVED_WORDS, type LineageBranch, RELATION_WORDS } from './lineage-words.ts'

/** One direction of a lineage as a nested list: for reading, for the keyboard, for a phone. */
export function LineageList({
  branches,
  direction,
}: {
  branches: readonly LineageBranch[]
  direction: 'up' | 'down'
}) {
  const words = direction === 'up' ? RELATION_WORDS : DERIVED_WORDS
  return (
    <ul className="stack gap-3">
      {branches.map(({ node, edge, repeated, branches: further }) => (
        <li key={`${node.id} ${edge.relation}`} className="stack gap-3">
          <div className="text-s leading-snug">
            <span className="text-ink-3">{words[edge.relation]} </span>
            <a className="font-medium" href={designHref(node)}>
              {node.title}
            </a>
            <span className="block text-xs text-ink-3">
              {node.owner}/{node.slug}, {node.hostName}, {node.licence ?? 'no licence'}, taken at{' '}
              <span className="font-mono">{edge.commit.slice(0, 7)}</span>
              {repeated ? '; listed above' : null}
            </span>
          </div>
          {further.length > 0 ? (
            <div className="border-s border-line ps-4">
              <LineageList branches={further} direction={direction} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
