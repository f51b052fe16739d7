import type { LineageGraph } from '@truss/contracts/lineage'
import { Plate } from '@truss/ui/plate'
import { type Address, designHref } from './design-paths.ts'
import styles from './lineage.module.css'
import { LINE_CLASS, LineageKey } from './lineage-key.tsx'
import { DERIVED_WORDS, lineageTree, lineOf, RELATION_WORDS } from './lineage-words.ts'

/** Rows of each side; the rest stands on the page of the lineage. */
const SHOWN = 5
/** In px, like the rows and lanes of the style sheet. */
const ROW = 56
const LANES = 60

/** The nearest sources and derivatives, as joints and members beside their names. */
export function LineagePlate({ design, graph }: { design: Address; graph: LineageGraph }) {
  const up = lineageTree(graph, 'up')
  const down = lineageTree(graph, 'down')
  const href = designHref(design, 'lineage')
  const parents = up.slice(0, SHOWN)
  const children = down.slice(0, SHOWN)
  const more = down.length - children.length + (up.length - parents.length)
  if (up.length + down.length === 0) {
    return (
      <Plate title="Where it comes from" titleId="lineage">
        <p className="text-s leading-snug text-ink-2">
          An own work, as far as its owner says. Nothing has come of it yet.
        </p>
      </Plate>
    )
  }
  const mine = parents.length
  const rows = mine + 1 + children.length
  const middle = (row: number) => row * ROW + ROW / 2
  return (
    <Plate
      title="Where it comes from"
      titleId="lineage"
      aside={
        <a className="link text-s" href={href}>
          Full graph
        </a>
      }
    >
      <div className="stack gap-3">
        <div className="relative">
          <svg
            className="absolute inset-y-0 start-0"
            width={LANES}
            height={rows * ROW}
            viewBox={`0 0 ${LANES} ${rows * ROW}`}
            aria-hidden="true"
          >
            {[...parents, ...children].map(({ node, edge }, at) => {
              const above = at < mine
              const row = above ? at : at + 1
              // Farther members run farther out, so that none lies on another.
              const lane = above ? 38 - (mine - 1 - at) * 7 : 38 - (at - mine) * 7
              return (
                <path
                  key={`${node.id} ${edge.relation}`}
                  className={LINE_CLASS[lineOf(edge.relation)]}
                  d={`M 48 ${middle(row)} C ${lane - 14} ${middle(row)}, ${lane - 14} ${middle(mine)}, 20 ${middle(mine)}`}
                />
              )
            })}
            {Array.from({ length: rows }, (_, row) =>
              row === mine ? (
                <circle key="me" cx="20" cy={middle(row)} r="5" fill="var(--accent)" />
              ) : (
                <circle
                  // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                  key={row}
                  cx="48"
                  cy={middle(row)}
                  r="4"
                  className={styles.node}
                />
              ),
            )}
          </svg>
          <ol>
            {parents.map(({ node, edge }) => (
              <Row key={`${node.id} ${edge.relation}`} node={node} words={RELATION_WORDS[edge.relation]} />
            ))}
            <li aria-current="true" className={styles.row}>
              <span className="text-s font-medium">
                {design.owner}/{design.slug}
              </span>
              <span className="text-xs text-ink-3">This design</span>
            </li>
            {children.map(({ node, edge }) => (
              <Row key={`${node.id} ${edge.relation}`} node={node} words={DERIVED_WORDS[edge.relation]} />
            ))}
          </ol>
        </div>
        {more > 0 || graph.truncated ? (
          <a className="link text-s" href={href}>
            {more > 0 ? `${more} more` : 'More'} in the full graph
          </a>
        ) : null}
        <LineageKey relations={[...parents, ...children].map(({ edge }) => edge.relation)} />
      </div>
    </Plate>
  )
}

function Row({ node, words }: { node: LineageGraph['nodes'][number]; words: string }) {
  return (
    <li className={styles.row}>
      <a className="truncate text-s font-medium" href={designHref(node)}>
        {node.owner}/{node.slug}
      </a>
      <span className="truncate text-xs text-ink-3">
        {words}, {node.hostName}
      </span>
    </li>
  )
}
