import type { LineageGraph } from '@truss/contracts/lineage'
import { designHref } from './design-paths.ts'
import styles from './lineage.module.css'
import { LINE_CLASS } from './lineage-key.tsx'
import { layoutLineage, NODE_HEIGHT, NODE_WIDTH } from './lineage-layout.ts'
import { lineOf, RELATION_WORDS } from './lineage-words.ts'

/** Letters that surely fit into a box. */
const FITS = 25

const short = (text: string) => {
  const letters = Array.from(text)
  return letters.length <= FITS
    ? text
    : `${letters
        .slice(0, FITS - 1)
        .join('')
        .trimEnd()}…`
}

/** The lineage as a drawing: sources above, the design, what came of it below. The list beside it says the same. */
export function LineagePicture({ graph }: { graph: LineageGraph }) {
  const { width, height, nodes, edges } = layoutLineage(graph)
  const name = new Map(graph.nodes.map((node) => [node.id as string, node.title]))
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={`${styles.picture} mx-auto h-auto max-w-full`}
      aria-label="Lineage, drawn"
    >
      {edges.map(({ edge, path }) => (
        <path
          key={`${edge.parent} ${edge.child} ${edge.relation}`}
          d={path}
          className={LINE_CLASS[lineOf(edge.relation)]}
        >
          <title>{`${name.get(edge.child)}: ${RELATION_WORDS[edge.relation].toLowerCase()} ${name.get(edge.parent)}`}</title>
        </path>
      ))}
      {nodes.map(({ node, x, y }) => {
        const me = node.id === graph.root
        const above = edges.some(({ edge }) => edge.child === node.id)
        const below = edges.some(({ edge }) => edge.parent === node.id)
        return (
          <a
            key={node.id}
            href={designHref(node)}
            className={me ? styles.me : undefined}
            aria-current={me ? 'true' : undefined}
            aria-label={`${node.title}, ${node.owner}/${node.slug}, on ${node.hostName}${me ? ', this design' : ''}`}
          >
            <title>{`${node.title}, ${node.owner}/${node.slug}`}</title>
            <rect className={styles.node} x={x} y={y} width={NODE_WIDTH} height={NODE_HEIGHT} rx="4" />
            <text className={styles.title} x={x + 12} y={y + 24}>
              {short(node.title)}
            </text>
            <text className={styles.sub} x={x + 12} y={y + 43}>
              {short(`${node.owner} · ${node.hostName}`)}
            </text>
            {above ? <circle className={styles.joint} cx={x + NODE_WIDTH / 2} cy={y} r="3.5" /> : null}
            {below ? (
              <circle className={styles.joint} cx={x + NODE_WIDTH / 2} cy={y + NODE_HEIGHT} r="3.5" />
            ) : null}
          </a>
        )
      })}
    </svg>
  )
}
