export interface DiffLine {
  kind: ' ' | '+' | '-'
  text: string
  /** Line number before and after, from 1; null on the side where the line does not exist. */
  oldLine: number | null
  newLine: number | null
  /** The file ends here without a line feed. */
  noNewline?: true
}

export interface DiffHunk {
  oldStart: number
  oldLines: number
  newStart: number
  newLines: number
  /** What git shows behind the `@@`: usually the enclosing function. */
  heading: string
  lines: DiffLine[]
}

export interface PatchSection {
  hunks: DiffHunk[]
  /** The patch ended inside this section. */
  cut: boolean
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/

/**
 * Splits a patch of `git diff-tree -p` (without -z, so that each header is one line) into its files. Inside a
 * hunk lines are counted as its header promises: content that looks like a header stays content.
 */
export function parsePatch(patch: string, complete: boolean): PatchSection[] {
  const lines = patch.split('\n')
  // What follows the last line feed is empty, or a line that was cut in the middle.
  lines.pop()
  const sections: PatchSection[] = []
  let hunk: DiffHunk | undefined
  let oldLeft = 0
  let newLeft = 0
  for (const line of lines) {
    if (hunk !== undefined && (oldLeft > 0 || newLeft > 0 || line.startsWith('\\'))) {
      const kind = line[0]
      if (kind === '\\') {
        const last = hunk.lines.at(-1)
        if (last !== undefined) last.noNewline = true
      } else if (kind === ' ' || kind === '+' || kind === '-') {
        const oldLine = kind === '+' ? null : hunk.oldStart + hunk.oldLines - oldLeft
        const newLine = kind === '-' ? null : hunk.newStart + hunk.newLines - newLeft
        hunk.lines.push({ kind, text: line.slice(1), oldLine, newLine })
        if (oldLine !== null) oldLeft -= 1
        if (newLine !== null) newLeft -= 1
      }
      continue
    }
    if (line.startsWith('diff --git ')) {
      sections.push({ hunks: [], cut: false })
      hunk = undefined
      continue
    }
    const match = HUNK.exec(line)
    if (match === null) continue
    const [, oldStart, oldLines = '1', newStart, newLines = '1', heading = ''] = match
    oldLeft = Number(oldLines)
    newLeft = Number(newLines)
    hunk = {
      oldStart: Number(oldStart),
      oldLines: oldLeft,
      newStart: Number(newStart),
      newLines: newLeft,
      heading,
      lines: [],
    }
    sections.at(-1)?.hunks.push(hunk)
  }
  const last = sections.at(-1)
  if (last !== undefined && !complete) last.cut = true
  return sections
}
