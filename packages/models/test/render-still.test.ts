import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeStill } from '../src/node/encode-still.ts'
import { oklchToRgb } from '../src/still/oklch.ts'
import { renderStill, type Still } from '../src/still/render-still.ts'
import { STILL_PALETTES } from '../src/still/still-palette.ts'
import { ball, box } from './shapes.ts'

type Pixel = [number, number, number, number]
const pixel = ({ rgba, width }: Still, x: number, y: number): Pixel => {
  const at = (Math.round(y) * width + Math.round(x)) * 4
  return [...rgba.subarray(at, at + 4)] as Pixel
}

function extentOf(still: Still) {
  const solid = { left: still.width, right: -1, top: still.height, bottom: -1 }
  for (let y = 0; y < still.height; y++) {
    for (let x = 0; x < still.width; x++) {
      if (pixel(still, x, y)[3] < 255) continue
      solid.left = Math.min(solid.left, x)
      solid.right = Math.max(solid.right, x)
      solid.top = Math.min(solid.top, y)
      solid.bottom = Math.max(solid.bottom, y)
    }
  }
  return solid
}

test('oklch colours become the sRGB that browsers show', () => {
  expect(oklchToRgb(1, 0, 0)).toEqual([255, 255, 255])
  expect(oklchToRgb(0, 0, 0)).toEqual([0, 0, 0])
  expect(oklchToRgb(0.628, 0.2577, 29.23)).toEqual([255, 0, 0])
})

test('a part fills the picture but for a margin of 9 %', () => {
  const still = renderStill(ball(10, 96, 48), { scheme: 'light', width: 400 })
  expect(still.height).toBe(300)
  const { top, bottom } = extentOf(still)
  expect(Math.abs(top - 27)).toBeLessThanOrEqual(2)
  expect(Math.abs(300 - 1 - bottom - 27)).toBeLessThanOrEqual(2)
})

test('only the colours of the palette appear where the part is flat: top lighter than left, left than front', () => {
  const still = renderStill(box(20, 20, 20), { scheme: 'light', width: 400 })
  const { left, right, top, bottom } = extentOf(still)
  const middle = left + (right - left) * 0.61
  const tones = [
    pixel(still, middle, top + (bottom - top) * 0.2),
    pixel(still, left + (right - left) * 0.3, top + (bottom - top) * 0.6),
    pixel(still, left + (right - left) * 0.8, top + (bottom - top) * 0.6),
  ]
  const steps = tones.map(([r, g, b]) =>
    STILL_PALETTES.light.steps.findIndex((step) => step[0] === r && step[1] === g && step[2] === b),
  ) as [number, number, number]
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
  expect(steps[0] - steps[1]).toBeGreaterThanOrEqual(2)
  expect(steps[1] - steps[2]).toBeGreaterThanOrEqual(2)
})

test('a block has dark edges inside its outline, a ball has none', () => {
  const [r, g, b] = STILL_PALETTES.light.edge
  const inner = (still: Still) => {
    const { left, right, top, bottom } = extentOf(still)
    let dark = 0
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const [dx, dy] = [
          (x - (left + right) / 2) / (right - left),
          (y - (top + bottom) / 2) / (bottom - top),
        ]
        const [pr, pg, pb] = pixel(still, x, y)
        if (Math.hypot(dx, dy) < 0.3 && Math.abs(pr - r) + Math.abs(pg - g) + Math.abs(pb - b) < 60) dark++
      }
    }
    return dark
  }
  expect(inner(renderStill(box(10, 10, 10), { scheme: 'light', width: 400 }))).toBeGreaterThan(100)
  expect(inner(renderStill(ball(10, 48, 24), { scheme: 'light', width: 400 }))).toBe(0)
})

test('the ground is transparent, and the shadow falls to the lower right', () => {
  const still = renderStill(box(10, 10, 30), { scheme: 'light', width: 400 })
  expect(pixel(still, 2, 2)[3]).toBe(0)
  const { left, right, bottom } = extentOf(still)
  const alpha = (x: number) => pixel(still, x, bottom - 40)[3]
  expect(alpha(right + 15)).toBeGreaterThan(20)
  expect(alpha(right + 15)).toBeLessThan(60)
  expect(alpha(left - 15)).toBe(0)
})

test('two versions under one frame keep their place; under their own they do not', () => {
  const frame = { min: [0, 0, 0], max: [40, 20, 20] } as const
  const at = (width: number, framed: boolean) =>
    extentOf(renderStill(box(width, 20, 20), { scheme: 'dark', width: 320, ...(framed && { frame }) })).left
  expect(at(20, true)).toBe(at(40, true))
  expect(at(20, false)).not.toBe(at(40, false))
})

test('200 000 triangles are drawn within the time of a page, the same each time', () => {
  const mesh = ball(40, 500, 201)
  expect(mesh.indices.length / 3).toBe(200_000)
  renderStill(ball(40, 60, 30), { scheme: 'light' })
  const start = performance.now()
  const still = renderStill(mesh, { scheme: 'light', width: 1024 })
  // Alone on a core it takes well under a second; the bound leaves room for other tests beside it.
  expect(performance.now() - start).toBeLessThan(4000)
  expect(renderStill(mesh, { scheme: 'light', width: 1024 }).rgba).toEqual(still.rgba)
})

test('a still becomes a WebP with its transparency', async () => {
  const bytes = await encodeStill(renderStill(box(3, 2, 1), { scheme: 'light', width: 960 }), 480)
  expect(await sharp(bytes).metadata()).toMatchObject({
    format: 'webp',
    width: 480,
    height: 360,
    hasAlpha: true,
  })
  expect(bytes.length).toBeLessThan(20_000)
})

test('a mesh of a single flat triangle, and one of none, are drawn as well', () => {
  const flat = {
    positions: new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]),
    indices: new Uint32Array([0, 1, 2]),
  }
  expect(extentOf(renderStill(flat, { scheme: 'light', width: 64 })).right).toBeGreaterThan(0)
  const none = { positions: new Float32Array(), indices: new Uint32Array() }
  expect(renderStill(none, { scheme: 'light', width: 64 }).rgba.every((byte) => byte === 0)).toBe(true)
})
