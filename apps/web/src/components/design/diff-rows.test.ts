import type { DiffFile } from '@truss/contracts/git-views'
import { describe, expect, test } from 'vitest'
import { diffRows, wordMarks } from './diff-rows.ts'

type Hunk = DiffFile['hunks'][number]

function hunk(oldStart: number, heading: string, ...texts: string[]): Hunk {
  let oldLine = oldStart
  let newLine = oldStart
  const lines = texts.map((text) => {
    const kind = text.slice(0, 1) as ' ' | '+' | '-'
    return {
      kind,
      text: text.slice(1),
      oldLine: kind === '+' ? null : oldLine++,
      newLine: kind === '-' ? null : newLine++,
    }
  })
  return {
    oldStart,
    oldLines: oldLine - oldStart,
    newStart: oldStart,
    newLines: newLine - oldStart,
    heading,
    lines,
  }
}

function fileOf(...hunks: Hunk[]): DiffFile {
  return {
    status: 'modified',
    oldPath: 'README.md',
    newPath: 'README.md',
    oldOid: null,
    newOid: null,
    binary: false,
    additions: 0,
    deletions: 0,
    hunks,
  }
}

const read = (file: DiffFile) =>
  diffRows(file).map((row) =>
    row.kind === 'hunk'
      ? `@ ${row.text}`
      : row.kind + row.spans.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(''),
  )

describe('rows of a diff', () => {
  test('what lies between hunks is said, not shown', () => {
    const file = fileOf(hunk(1, '', ' a', '+b'), hunk(9, 'Print', ' c', '-d', ' e'), hunk(12, '', '+f'))
    expect(read(file)).toEqual([' a', '+b', '@ 7 lines as before, Print', ' c', '-d', ' e', '+f'])
  })

  test('a changed line marks the words that differ', () => {
    const file = fileOf(hunk(1, '', '-4 walls, 20 % infill.', '+4 walls, 30 % infill. Use PETG.'))
    expect(read(file)).toEqual(['-4 walls, [20] % infill.', '+4 walls, [30] % infill.[ Use PETG.]'])
  })

  test('runs of different length are not paired', () => {
    expect(read(fileOf(hunk(1, '', '-one line', '+one line', '+two lines')))).toEqual([
      '-one line',
      '+one line',
      '+two lines',
    ])
  })
})

describe('marks in a line', () => {
  test('lines with little in common are not marked', () => {
    expect(wordMarks('the hinge', 'M5 × 12, T-nut')).toBeUndefined()
  })

  test('marked or not, the text is whole', () => {
    const [before, after] = wordMarks('a-b  c_d ü', 'a-x  c_d  ü!') ?? [[], []]
    expect(before.map(({ text }) => text).join('')).toBe('a-b  c_d ü')
    expect(after.map(({ text }) => text).join('')).toBe('a-x  c_d  ü!')
  })

  test('a line of thousands of words is left alone', () => {
    const long = 'a '.repeat(5000)
    expect(wordMarks(long, `${long}b`)).toBeUndefined()
  })
})
