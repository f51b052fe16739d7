import type { StillView } from './still-camera.ts'
import { STEPS } from './still-palette.ts'

/** What lies at each pixel of the oversized picture. */
export interface Surface {
  width: number
  height: number
  /** Towards the viewer, in pixels; {@link NOTHING} where the part is not. */
  depth: Float32Array
  /** Step of lightness. */
  step: Uint8Array
}

export const NOTHING = -Infinity

/** Draws all triangles into a depth buffer; `light` holds a number per corner, mixed between the corners. */
export function fillTriangles(
  indices: Uint32Array,
  view: StillView,
  light: Float32Array,
  width: number,
  height: number,
): Surface {
  const depth = new Float32Array(width * height).fill(NOTHING)
  const step = new Uint8Array(width * height)
  const { x, y, z } = view
  for (let i = 0; i < indices.length; i += 3) {
    const a = indices[i] as number
    const b = indices[i + 1] as number
    const c = indices[i + 2] as number
    const ax = x[a] as number
    const ay = y[a] as number
    const bx = (x[b] as number) - ax
    const by = (y[b] as number) - ay
    const cx = (x[c] as number) - ax
    const cy = (y[c] as number) - ay
    const area = bx * cy - by * cx
    if (area === 0) continue
    const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5))
    const bottom = Math.min(height - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5))
    const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5))
    const right = Math.min(width - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5))
    if (top > bottom || left > right) continue
    // Weights of b and c are linear in x and y; a gets the rest.
    const az = z[a] as number
    const bz = (z[b] as number) - az
    const cz = (z[c] as number) - az
    const la = light[i] as number
    const lb = (light[i + 1] as number) - la
    const lc = (light[i + 2] as number) - la
    for (let row = top; row <= bottom; row++) {
      const dy = row + 0.5 - ay
      // The span of the row where all three weights are positive, instead of a test at every pixel.
      let start = left
      let end = right
      let wb = ((left + 0.5 - ax) * cy - dy * cx) / area
      let wc = (dy * bx - (left + 0.5 - ax) * by) / area
      const stepB = cy / area
      const stepC = -by / area
      const spans = [wb, stepB, wc, stepC, 1 - wb - wc, -stepB - stepC]
      for (let side = 0; side < 6; side += 2) {
        const value = spans[side] as number
        const slope = spans[side + 1] as number
        if (slope > 0) start = Math.max(start, left + Math.ceil(-value / slope - 1e-5))
        else if (slope < 0) end = Math.min(end, left + Math.floor(-value / slope + 1e-5))
        else if (value < 0) end = -1
      }
      if (start > end) continue
      wb += (start - left) * stepB
      wc += (start - left) * stepC
      let at = row * width + start
      for (let column = start; column <= end; column++, at++, wb += stepB, wc += stepC) {
        const near = az + wb * bz + wc * cz
        if (near <= (depth[at] as number)) continue
        depth[at] = near
        const value = (la + wb * lb + wc * lc) * STEPS
        step[at] = value < 0 ? 0 : value >= STEPS ? STEPS - 1 : value
      }
    }
  }
  return { width, height, depth, step }
}
