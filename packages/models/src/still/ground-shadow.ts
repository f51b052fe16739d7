import type { StillView } from './still-camera.ts'

/** Softness as a share of the picture's width. */
const BLUR = 0.0075
/** Near the border of the picture a shadow fades out over this share of the width. */
const FADE = 0.08

/**
 * How deep the shadow on the ground is at each pixel, 0 to 1. `scale` is the size of the view's pixels in pixels of
 * this picture.
 */
export function groundShadow(
  indices: Uint32Array,
  view: StillView,
  scale: number,
  width: number,
  height: number,
): Float32Array {
  let mask: Float32Array<ArrayBufferLike> = new Float32Array(width * height)
  for (let i = 0; i < indices.length; i += 3) {
    const corners = [0, 1, 2].flatMap((corner) => {
      const vertex = indices[i + corner] as number
      return [(view.shadowX[vertex] as number) * scale, (view.shadowY[vertex] as number) * scale]
    })
    fillMask(mask, width, height, corners as Six)
  }
  const radius = Math.max(1, Math.round(width * BLUR))
  // Three box blurs come close to a Gaussian one.
  for (let pass = 0; pass < 3; pass++) {
    mask = blurRows(mask, width, height, radius)
    mask = transpose(blurRows(transpose(mask, width, height), height, width, radius), height, width)
  }
  const fade = width * FADE
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = Math.min(1, (Math.min(x, y, width - 1 - x, height - 1 - y) + 0.5) / fade)
      if (inside < 1) mask[y * width + x] = (mask[y * width + x] as number) * inside
    }
  }
  return mask
}

type Six = [number, number, number, number, number, number]

function fillMask(mask: Float32Array, width: number, height: number, [ax, ay, bx, by, cx, cy]: Six): void {
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5
    let left = Infinity
    let right = -Infinity
    for (const [x0, y0, x1, y1] of [
      [ax, ay, bx, by],
      [bx, by, cx, cy],
      [cx, cy, ax, ay],
    ] as [number, number, number, number][]) {
      if (y0 <= y === y1 <= y) continue
      const x = x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)
      left = Math.min(left, x)
      right = Math.max(right, x)
    }
    const first = Math.max(0, Math.ceil(left - 0.5))
    const last = Math.min(width - 1, Math.floor(right - 0.5))
    if (first <= last) mask.fill(1, row * width + first, row * width + last + 1)
  }
}

function blurRows(from: Float32Array, width: number, height: number, radius: number): Float32Array {
  const to = new Float32Array(from.length)
  const size = radius * 2 + 1
  for (let row = 0; row < height; row++) {
    const start = row * width
    let sum = 0
    for (let x = 0; x < Math.min(radius, width); x++) sum += from[start + x] as number
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += from[start + x + radius] as number
      if (x - radius - 1 >= 0) sum -= from[start + x - radius - 1] as number
      to[start + x] = sum / size
    }
  }
  return to
}

function transpose(from: Float32Array, width: number, height: number): Float32Array {
  const to = new Float32Array(from.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) to[x * height + y] = from[y * width + x] as number
  return to
}
