import styles from './code.module.css'
import { textLines } from './text-lines.ts'

/** A text file by its lines; each line has an address. */
export function TextView({ text, name }: { text: string; name: string }) {
  const { lines, left } = textLines(text)
  return (
    <>
      <div className="py-2">
        <table className={styles.code}>
          <caption className="vh">{name}, by lines</caption>
          <tbody>
            {lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              <tr key={at} id={`L${at + 1}`}>
                <td className={styles.number}>
                  <a href={`#L${at + 1}`} aria-label={`Line ${at + 1}`}>
                    {at + 1}
                  </a>
                </td>
                <td>{line}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 ? (
        <p className="border-t border-line px-4 py-3 text-s text-ink-2">
          {left} more lines are in the file itself.
        </p>
      ) : null}
    </>
  )
}
