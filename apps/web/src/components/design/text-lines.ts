/** More lines are downloaded, not shown. */
export const MAX_LINES = 5000

/** Lines of a text as editors count them: a last line break ends a line and begins none. */
export function textLines(text: string): { lines: string[]; left: number } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  if (lines.at(-1) === '' && lines.length > 1) lines.pop()
  return { lines: lines.slice(0, MAX_LINES), left: Math.max(0, lines.length - MAX_LINES) }
}
