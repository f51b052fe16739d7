import { expect, test } from 'vitest'
import { measureMesh } from './measure.ts'
import { modelKind } from './model-kind.ts'
import { readModel } from './read-model.ts'

const CUBE = `# a block
v 0 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 0\nv 0 0 2\nv 2 0 2\nv 2 2 2\nv 0 2 2
vn 0 0 1
f 4/1/1 3/2/1 2/3/1 1/4/1
f 5 6 7 8\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf -5 -8 -4 -1
`
const read = (text: string) => readModel('part.obj', new TextEncoder().encode(text))

test('polygons, slashes and negative numbers are read', () => {
  const { volume, watertight, triangles } = measureMesh(read(CUBE))
  expect({ volume, watertight, triangles }).toEqual({ volume: 8, watertight: true, triangles: 12 })
})

test.each([
  ['no vertices', 'hello'],
  ['a face beyond the vertices', 'v 0 0 0\nf 1 2 3'],
  ['a face of two corners', 'v 0 0 0\nv 1 0 0\nf 1 2'],
  ['a vertex of two numbers', 'v 0 0'],
  ['vertices without faces', 'v 0 0 0'],
])('refused: %s', (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'unreadable' }))
})

test('a file is known by the last extension of its name', () => {
  expect(
    [
      'stl/a.STL',
      'b.tar.3mf',
      'photo.jpeg',
      'x.kicad_pcb',
      'sheet.dxf',
      'a.step',
      'LICENSE',
      'src/README.md',
      'v1.2/file',
      'a.bin',
    ].map(modelKind),
  ).toEqual(['mesh', 'mesh', 'image', 'board', 'drawing', 'cad', 'text', 'text', 'other', 'other'])
})
