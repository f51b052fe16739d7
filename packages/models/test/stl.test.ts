import { describe, expect, test } from 'vitest'
import { measureMesh } from '../src/measure.ts'
import { DEFAULT_MODEL_LIMITS } from '../src/model-limits.ts'
import { readModel } from '../src/read-model.ts'
import { readStl } from '../src/read-stl.ts'
import { writeStl } from '../src/write-stl.ts'
import { asciiStl, ball, box } from './shapes.ts'

const text = (value: string) => new TextEncoder().encode(value)

test('a written STL is read back with its vertices shared again', () => {
  const mesh = readStl(writeStl(box(10, 20, 30), 'solid block'))
  expect(mesh.positions.length / 3).toBe(8)
  expect(measureMesh(mesh)).toMatchObject({ size: [10, 20, 30], triangles: 12, watertight: true, shells: 1 })
  expect(measureMesh(mesh).volume).toBeCloseTo(6000, 3)
  expect(measureMesh(mesh).area).toBeCloseTo(2200, 3)
})

test('ASCII and binary give the same mesh', () => {
  const shape = ball(7, 24, 12)
  expect(readStl(text(asciiStl(shape)))).toEqual(readStl(writeStl(shape)))
})

test('writing twice gives the same bytes', () => {
  expect(writeStl(ball(3, 12, 6))).toEqual(writeStl(ball(3, 12, 6)))
})

test('a binary file whose header says "solid" is still binary', () => {
  const bytes = writeStl(box(1, 1, 1))
  bytes.set(text('solid looks like text'))
  expect(readStl(bytes).indices.length).toBe(36)
})

describe('what is broken is refused', () => {
  const good = writeStl(box(1, 1, 1))
  const nan = good.slice()
  new DataView(nan.buffer).setFloat32(96, Number.NaN, true)
  const wild = good.slice()
  new DataView(wild.buffer).setFloat32(96, 1e30, true)
  const promising = good.slice()
  new DataView(promising.buffer).setUint32(80, 0xffffffff, true)
  const ascii = asciiStl(box(1, 1, 1))
  test.each<[string, Uint8Array]>([
    ['nothing at all', new Uint8Array()],
    ['a header alone', good.slice(0, 80)],
    ['a cut-off file', good.slice(0, good.length - 7)],
    ['a tail that was not promised', new Uint8Array([...good, 1, 2, 3])],
    ['a count beyond the file', promising],
    ['a corner that is not a number', nan],
    ['a corner beyond all measure', wild],
    ['ASCII cut off within a facet', text(ascii.slice(0, ascii.length / 2))],
    ['ASCII without its end', text(ascii.replace('endsolid part', ''))],
    ['ASCII with a word for a number', text(ascii.replace(/vertex \S+/, 'vertex near'))],
    ['ASCII with two corners', text(ascii.replace(/ {2}vertex.*\r\n/, ''))],
    ['ASCII of other words', text('solid x\nhello\nendsolid x\n')],
    ['a web page', text('<!doctype html><title>Not found</title>'.padEnd(200, ' '))],
  ])('%s', (_, bytes) => {
    expect(() => readStl(bytes)).toThrow(expect.objectContaining({ code: 'unreadable' }))
  })

  test('more than a limit is too large', () => {
    const tooLarge = expect.objectContaining({ code: 'too-large' })
    expect(() => readStl(good, { ...DEFAULT_MODEL_LIMITS, maxTriangles: 11 })).toThrow(tooLarge)
    expect(() => readStl(text(ascii), { ...DEFAULT_MODEL_LIMITS, maxTriangles: 11 })).toThrow(tooLarge)
    expect(() => readStl(good, { ...DEFAULT_MODEL_LIMITS, maxBytes: 100 })).toThrow(tooLarge)
  })

  test('a file without triangles is no model', () => {
    const empty = writeStl({ positions: new Float32Array(), indices: new Uint32Array() })
    expect(() => readModel('a.stl', empty)).toThrow(expect.objectContaining({ code: 'unreadable' }))
  })
})
