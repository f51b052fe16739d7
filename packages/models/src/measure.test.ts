import { expect, test } from 'vitest'
import { ball, box } from '../test/shapes.ts'
import { joinMeshes } from './join-meshes.ts'
import { measureMesh } from './measure.ts'

test('volume and area of a ball come close to the formula', () => {
  const { volume, area, watertight } = measureMesh(ball(10, 128, 64))
  expect(watertight).toBe(true)
  expect(volume / ((4 / 3) * Math.PI * 1000)).toBeCloseTo(1, 2)
  expect(area / (400 * Math.PI)).toBeCloseTo(1, 2)
})

test('a part far from the origin has the same volume', () => {
  const far = box(2, 2, 2)
  for (let i = 0; i < far.positions.length; i++) far.positions[i] = (far.positions[i] as number) + 4096
  expect(measureMesh(far).volume).toBeCloseTo(8, 6)
})

test('a missing, a doubled and a turned triangle are each not watertight', () => {
  const { positions, indices } = box(1, 1, 1)
  const turned = indices.slice()
  turned.set([indices[1] as number, indices[0] as number])
  const doubled = new Uint32Array([...indices, ...indices.slice(0, 3)])
  for (const broken of [indices.slice(3), doubled, turned]) {
    expect(measureMesh({ positions, indices: broken }).watertight).toBe(false)
  }
})

test('two boxes are two shells', () => {
  expect(measureMesh(joinMeshes([box(1, 1, 1), box(2, 2, 2)]))).toMatchObject({ shells: 2, watertight: true })
})

test('no triangles: nothing, and not watertight', () => {
  const nothing = measureMesh({ positions: new Float32Array(), indices: new Uint32Array() })
  expect(nothing).toMatchObject({ size: [0, 0, 0], volume: 0, triangles: 0, watertight: false, shells: 0 })
})
