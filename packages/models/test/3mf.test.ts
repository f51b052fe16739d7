import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { measureMesh } from '../src/measure.ts'
import { DEFAULT_MODEL_LIMITS } from '../src/model-limits.ts'
import { read3mf } from '../src/read-3mf.ts'
import { readModel } from '../src/read-model.ts'
import { write3mf } from '../src/write-3mf.ts'
import { ball, box } from './shapes.ts'

const CUBE =
  '<mesh><vertices>' +
  [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `<vertex x="${i & 1}" y="${(i >> 1) & 1}" z="${i >> 2}"/>`).join('') +
  '</vertices><triangles>' +
  [...triples([...box(1, 1, 1).indices])]
    .map(([a, b, c]) => `<triangle v1="${a}" v2="${b}" v3="${c}"/>`)
    .join('') +
  '</triangles></mesh>'

function* triples(numbers: number[]): Generator<number[]> {
  for (let i = 0; i < numbers.length; i += 3) yield numbers.slice(i, i + 3)
}

const model = (resources: string, build: string, head = 'unit="millimeter"') =>
  `<?xml version="1.0"?><model ${head} xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">` +
  `<resources>${resources}</resources><build>${build}</build></model>`

const pack = (xml: string, more: Record<string, string> = {}) =>
  zipSync(
    Object.fromEntries(
      Object.entries({ '3D/3dmodel.model': xml, ...more }).map(([name, text]) => [name, strToU8(text)]),
    ),
  )

const unreadable = expect.objectContaining({ code: 'unreadable' })
const tooLarge = expect.objectContaining({ code: 'too-large' })

describe('what is written', () => {
  const objects = [
    { name: 'leaf <left>', mesh: box(10, 20, 3) },
    { name: 'ball & pin', mesh: ball(5, 32, 16) },
  ]
  const metadata = { Title: 'Hinge "A" & co', Designer: 'mara', LicenseTerms: 'CC0-1.0' }
  const bytes = write3mf(objects, metadata)

  test('is read back with objects, names and metadata', () => {
    const read = read3mf(bytes)
    expect(read.objects.map((object) => object.name)).toEqual(['leaf <left>', 'ball & pin'])
    expect(Object.fromEntries(read.metadata)).toEqual(metadata)
    expect(read.objects[1]?.mesh.positions.toSorted()).toEqual(ball(5, 32, 16).positions.toSorted())
    expect(measureMesh(read.mesh)).toMatchObject({ watertight: true, shells: 2 })
  })

  test('is a package with types, a relation and a model, and the same bytes each time', () => {
    const files = unzipSync(bytes)
    expect(Object.keys(files)).toEqual(['[Content_Types].xml', '_rels/.rels', '3D/3dmodel.model'])
    expect(strFromU8(files['_rels/.rels'] as Uint8Array)).toContain('Target="/3D/3dmodel.model"')
    expect(write3mf(objects, metadata)).toEqual(bytes)
  })
})

describe('what is placed', () => {
  test('components and items are moved by their transforms, the inner one first', () => {
    const xml = model(
      `<object id="1">${CUBE}</object><object id="2"><components>` +
        '<component objectid="1" transform="2 0 0 0 2 0 0 0 2 0 0 0"/><component objectid="1" transform="1 0 0 0 1 0 0 0 1 5 0 0"/>' +
        '</components></object>',
      '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 100 0 0"/>',
    )
    const { box: around, shells, volume } = measureMesh(read3mf(pack(xml)).mesh)
    expect(around).toEqual({ min: [98, 0, 0], max: [100, 6, 2] })
    expect(shells).toBe(2)
    expect(volume).toBeCloseTo(9)
  })

  test('a mirrored part keeps its outside outside', () => {
    const xml = model(
      `<object id="1">${CUBE}</object>`,
      '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>',
    )
    expect(measureMesh(readModel('a.3MF', pack(xml))).volume).toBeCloseTo(1)
  })

  test('inches become millimetres', () => {
    const xml = model(`<object id="1">${CUBE}</object>`, '<item objectid="1"/>', 'unit="inch"')
    expect(measureMesh(read3mf(pack(xml)).mesh).size.map((value) => value.toFixed(3))).toEqual([
      '25.400',
      '25.400',
      '25.400',
    ])
  })

  test('objects in further model parts are found, under any prefix', () => {
    const xml = model(
      '<object id="1"><components><component objectid="7" q:path="/3D/Objects/a.model"/></components></object>',
      '<item objectid="1"/>',
      'xmlns:q="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"',
    )
    const bytes = pack(xml, { '3D/Objects/a.model': model(`<object id="7">${CUBE}</object>`, '') })
    expect(measureMesh(read3mf(bytes).mesh).volume).toBeCloseTo(1)
  })
})

describe('what is broken or hostile is refused', () => {
  const item = '<item objectid="1"/>'
  test.each<[string, string]>([
    [
      'an entity of its own',
      `<!DOCTYPE m [<!ENTITY a "aaaa">]>${model(`<object id="1">${CUBE}</object>`, item)}`,
    ],
    ['an unknown entity', model(`<object id="1" name="&a;">${CUBE}</object>`, item)],
    ['a missing object', model('', item)],
    [
      'a vertex that is not there',
      model(`<object id="1">${CUBE.replace('v1="4"', 'v1="9"')}</object>`, item),
    ],
    [
      'a vertex that is not a number',
      model(`<object id="1">${CUBE.replace('x="1"', 'x="NaN"')}</object>`, item),
    ],
    ['a short transform', model(`<object id="1">${CUBE}</object>`, '<item objectid="1" transform="1 2 3"/>')],
    [
      'an object that holds itself',
      model('<object id="1"><components><component objectid="1"/></components></object>', item),
    ],
    ['elements that do not nest', model(`<object id="1">${CUBE}`, item)],
    ['a document that ends early', model(`<object id="1">${CUBE}</object>`, item).slice(0, -20)],
    ['two objects of one id', model(`<object id="1">${CUBE}</object>`.repeat(2), item)],
    ['an unknown unit', model(`<object id="1">${CUBE}</object>`, item, 'unit="cubit"')],
  ])('%s', (_, xml) => {
    expect(() => read3mf(pack(xml))).toThrow(unreadable)
  })

  test('bytes that are no package', () => {
    expect(() => read3mf(new Uint8Array(300))).toThrow(unreadable)
    expect(() => read3mf(write3mf([{ name: 'a', mesh: box(1, 1, 1) }]).slice(0, 400))).toThrow(unreadable)
    expect(() => read3mf(zipSync({ 'readme.txt': strToU8('hello') }))).toThrow(unreadable)
  })

  test('a package that unpacks to too much is not unpacked', () => {
    const bytes = pack(model(' '.repeat(5_000_000), ''))
    expect(bytes.length).toBeLessThan(20_000)
    expect(() => read3mf(bytes, { ...DEFAULT_MODEL_LIMITS, maxInflatedBytes: 1_000_000 })).toThrow(tooLarge)
  })

  test('a package that lies about its size gives no more than it states', () => {
    const bytes = pack(model(`<object id="1">${CUBE}</object>`, item))
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const directory = view.getUint32(bytes.length - 6, true)
    view.setUint32(directory + 24, 100, true)
    expect(() => read3mf(bytes)).toThrow(unreadable)
  })

  test('a few components that multiply into millions of triangles', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `<object id="${i + 2}"><components>${`<component objectid="${i + 1}"/>`.repeat(10)}</components></object>`,
    )
    const xml = model(`<object id="1">${CUBE}</object>${levels.join('')}`, '<item objectid="13"/>')
    expect(() => read3mf(pack(xml))).toThrow(tooLarge)
  })
})
