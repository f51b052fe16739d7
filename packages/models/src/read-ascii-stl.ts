import { ModelError } from './model-error.ts'
import { type ModelLimits, refuseManyTriangles, refuseWildCoordinate } from './model-limits.ts'

/**
 * Corners (nine numbers per triangle) of an ASCII STL file. Several solids in one file are read as one.
 *
 * @throws {ModelError} `unreadable`, `too-large`
 */
export function readAsciiStl(bytes: Uint8Array, limits: ModelLimits): Float32Array {
  const words = splitLines(new TextDecoder('latin1').decode(bytes))
  const numbers: number[] = []
  let open = false
  for (let next = words.next(); !next.done; next = words.next()) {
    const word = (next.value[0] ?? '').toLowerCase()
    if (word === 'solid' && !open) open = true
    else if (word === 'endsolid' && open) open = false
    else if (word === 'facet' && open) {
      readFacet(words, numbers)
      refuseManyTriangles(numbers.length / 9, limits)
    } else throw broken()
  }
  if (open) throw new ModelError('unreadable', 'the file ends within its solid')
  return new Float32Array(numbers)
}

function readFacet(lines: Iterator<string[]>, numbers: number[]): void {
  expectLine(lines, 'outer')
  for (let corner = 0; corner < 3; corner++) {
    const line = expectLine(lines, 'vertex')
    if (line.length !== 4) throw broken()
    for (let axis = 1; axis <= 3; axis++) numbers.push(refuseWildCoordinate(Number(line[axis])))
  }
  expectLine(lines, 'endloop')
  expectLine(lines, 'endfacet')
}

function expectLine(lines: Iterator<string[]>, word: string): string[] {
  const line = lines.next().value as string[] | undefined
  if (line?.[0]?.toLowerCase() !== word) throw broken()
  return line
}

/** Each line that has words, as its words. */
function* splitLines(text: string): Generator<string[], undefined> {
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    const words = text.slice(start, end).trim()
    if (words !== '') yield words.split(/\s+/)
    start = end + 1
  }
}

function broken(): ModelError {
  return new ModelError('unreadable', 'not in the order of an ASCII STL file')
}
