import type { DiffFile } from '@truss/contracts/git-views'
import styles from './code.module.css'
import { diffRows } from './diff-rows.ts'

const MARKS = {
  ' ': { look: undefined, sign: '', words: null },
  '+': { look: styles.added, sign: '+', words: 'added' },
  '-': { look: styles.removed, sign: '\u2212', words: 'removed' },
} as const

/** What changed in a text, line under line. */
export function DiffRowsTable({ file }: { file: DiffFile }) {
  return (
    <table className={styles.code}>
      <caption className="vh">Changes in {file.newPath ?? file.oldPath}</caption>
      <thead className="vh">
        <tr>
          <th scope="col">Line before</th>
          <th scope="col">Line after</th>
          <th scope="col">Change</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        {diffRows(file).map((row, at) =>
          row.kind === 'hunk' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={at} className={styles.hunk}>
              <td className={styles.number} colSpan={2} />
              <td className={styles.sign} />
              <td>{row.text}</td>
            </tr>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={at} className={MARKS[row.kind].look}>
              <td className={styles.number}>{row.oldLine}</td>
              <td className={styles.number}>{row.newLine}</td>
              <td className={styles.sign}>
                <span aria-hidden="true">{MARKS[row.kind].sign}</span>
                {MARKS[row.kind].words ? <span className="vh">{MARKS[row.kind].words}</span> : null}
              </td>
              <td>
                {row.spans.map((span, place) => {
                  const Mark = !span.changed ? 'span' : row.kind === '+' ? 'ins' : 'del'
                  // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place
                  return <Mark key={place}>{span.text}</Mark>
                })}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
