import type { DiffFile } from '@truss/contracts/git-views'

/** A run of a line; `changed` marks the words that differ from the paired line. */
export interface DiffSpan {
  readonly text: string
  readonly changed: boolean
}

export type DiffRow =
  | { readonly kind: 'hunk'; readonly text: string }
  | {
      readonly kind: ' ' | '+' | '-'
      readonly oldLine: number | null
      readonly newLine: number | null
      readonly spans: readonly DiffSpan[]
    }

/** Lines longer than this are not compared word by word: the comparison is quadratic. */
const MAX_WORDS = 200
/** Less in common than this, and marks would only dazzle. */
const MIN_COMMON = 0.35

type Hunk = DiffFile['hunks'][number]
type Line = Hunk['lines'][number]

/** Rows to draw: what was left out between hunks is said, and paired lines mark what differs in them. */
export function diffRows(file: DiffFile): DiffRow[] {
  const rows: DiffRow[] = []
  let end = 1
  for (const hunk of file.hunks) {
    const start = hunk.oldStart
    const hidden = Math.max(0, start - end)
    if (hidden > 0 || hunk.heading !== '') rows.push({ kind: 'hunk', text: hunkText(hunk, hidden) })
    rows.push(...hunkRows(hunk))
    end = start + hunk.oldLines
  }
  return rows
}

function hunkText(hunk: Hunk, hidden: number): string {
  const skipped = hidden === 0 ? '' : `${hidden} ${hidden === 1 ? 'line' : 'lines'} as before`
  return [skipped, hunk.heading].filter(Boolean).join(', ')
}

function hunkRows(hunk: Hunk): DiffRow[] {
  const rows: DiffRow[] = []
  for (let at = 0; at < hunk.lines.length; ) {
    const removed = run(hunk.lines, at, '-')
    const added = run(hunk.lines, at + removed.length, '+')
    if (removed.length + added.length === 0) {
      const line = hunk.lines[at] as Line
      rows.push(plain(line))
      at++
      continue
    }
    // Only runs of the same length are surely the same lines, changed.
    const pairs =
      removed.length === added.length
        ? removed.map((old, i) => wordMarks(old.text, added[i]?.text ?? ''))
        : []
    for (const [i, line] of removed.entries())
      rows.push({ ...plain(line), spans: pairs[i]?.[0] ?? whole(line) })
    for (const [i, line] of added.entries())
      rows.push({ ...plain(line), spans: pairs[i]?.[1] ?? whole(line) })
    at += removed.length + added.length
  }
  return rows
}

function run(lines: readonly Line[], from: number, kind: Line['kind']): Line[] {
  let to = from
  while (lines[to]?.kind === kind) to++
  return lines.slice(from, to)
}

const whole = (line: Line): DiffSpan[] => [{ text: line.text, changed: false }]
const plain = (line: Line) => ({
  kind: line.kind,
  oldLine: line.oldLine,
  newLine: line.newLine,
  spans: whole(line),
})

/** The words of two lines that are not in both, in order; `undefined` when there is little in common. */
export function wordMarks(before: string, after: string): [DiffSpan[], DiffSpan[]] | undefined {
  const a = words(before)
  const b = words(after)
  if (a.length === 0 || b.length === 0 || a.length > MAX_WORDS || b.length > MAX_WORDS) return undefined
  const width = b.length + 1
  // table[i * width + j]: characters in common between a[i..] and b[j..].
  const table = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = i * width + j
      const down = table[here + width] ?? 0
      const right = table[here + 1] ?? 0
      const both = a[i] === b[j] ? (table[here + width + 1] ?? 0) + (a[i]?.length ?? 0) : 0
      table[here] = Math.max(down, right, both)
    }
  }
  if ((table[0] ?? 0) / Math.max(before.length, after.length) < MIN_COMMON) return undefined
  const old: DiffSpan[] = []
  const now: DiffSpan[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const here = i * width + j
    const best = table[here] ?? 0
    if (
      i < a.length &&
      j < b.length &&
      a[i] === b[j] &&
      best === (table[here + width + 1] ?? 0) + (a[i]?.length ?? 0)
    ) {
      push(old, a[i++] ?? '', false)
      push(now, b[j++] ?? '', false)
    } else if (i < a.length && (j === b.length || best === (table[here + width] ?? 0))) {
      push(old, a[i++] ?? '', true)
    } else {
      push(now, b[j++] ?? '', true)
    }
  }
  return [old, now]
}

const words = (text: string): string[] => text.match(/[\p{L}\p{N}_]+|\s+|./gu) ?? []

function push(spans: DiffSpan[], text: string, changed: boolean): void {
  const last = spans.at(-1)
  if (last?.changed === changed) spans[spans.length - 1] = { text: last.text + text, changed }
  else spans.push({ text, changed })
}
