import { type Edges, NO_TRIANGLE } from '../list-edges.ts'
import { NOTHING, type Surface } from './fill-triangles.ts'
import { CREASE_COSINE, normalsDot } from './smooth-normals.ts'
import type { StillView } from './still-camera.ts'

/** A line may lie this many pixels behind the surface it runs on and still be seen. */
const BEHIND = 1.5
/** A step in depth beyond the slope of both sides, in pixels, is an outline. */
const OUTLINE_STEP = 4

/** How much of each pixel is covered by lines, 0 to 255: creases, borders and outlines that are not hidden. */
export function drawEdges(
  surface: Surface,
  view: StillView,
  edges: Edges,
  normals: Float32Array,
  lineWidth: number,
): Uint8Array {
  const cover = new Uint8Array(surface.width * surface.height)
  const half = lineWidth / 2
  for (let edge = 0; edge < edges.count; edge++) {
    const second = edges.second[edge] as number
    const smooth =
      second !== NO_TRIANGLE &&
      edges.odd[edge] === 0 &&
      normalsDot(normals, edges.first[edge] as number, second) > CREASE_COSINE
    if (!smooth) drawLine(surface, view, edges.from[edge] as number, edges.to[edge] as number, half, cover)
  }
  drawOutlines(surface, half, cover)
  return cover
}

/** Walks along the longer axis and covers a short run of pixels across at each step. */
function drawLine(
  surface: Surface,
  view: StillView,
  from: number,
  to: number,
  half: number,
  cover: Uint8Array,
): void {
  const { width, height } = surface
  const [x0, y0, z0] = [
    (view.x[from] as number) - 0.5,
    (view.y[from] as number) - 0.5,
    view.z[from] as number,
  ]
  const dx = (view.x[to] as number) - 0.5 - x0
  const dy = (view.y[to] as number) - 0.5 - y0
  const dz = (view.z[to] as number) - z0
  const steep = Math.abs(dy) > Math.abs(dx)
  const run = steep ? dy : dx
  const length = Math.hypot(dx, dy)
  if (length < 1e-3) return
  const across = Math.abs(run) / length
  const reach = Math.ceil((half + 0.5) / across)
  const [start, end] = steep ? [y0, y0 + dy] : [x0, x0 + dx]
  const last = Math.min(Math.round(Math.max(start, end)), (steep ? height : width) - 1)
  for (let main = Math.max(0, Math.round(Math.min(start, end))); main <= last; main++) {
    const along = Math.min(1, Math.max(0, (main - start) / run))
    const minor = steep ? x0 + along * dx : y0 + along * dy
    const middle = Math.round(minor)
    if (isHidden(surface, steep ? middle : main, steep ? main : middle, z0 + along * dz)) continue
    for (let side = middle - reach; side <= middle + reach; side++) {
      const [column, row] = steep ? [side, main] : [main, side]
      if (column < 0 || row < 0 || column >= width || row >= height) continue
      coverPixel(cover, row * width + column, half + 0.5 - Math.abs(side - minor) * across)
    }
  }
}

/** Only if all nine pixels round it lie in front: on a crease the steeper face would hide its own line otherwise. */
function isHidden({ width, height, depth }: Surface, column: number, row: number, near: number): boolean {
  for (let y = row - 1; y <= row + 1; y++) {
    for (let x = column - 1; x <= column + 1; x++) {
      if (x < 0 || y < 0 || x >= width || y >= height) return false
      if ((depth[y * width + x] as number) <= near + BEHIND) return false
    }
  }
  return true
}

function drawOutlines(surface: Surface, half: number, cover: Uint8Array): void {
  const { width, height } = surface
  for (let row = 1; row < height - 2; row++) {
    for (let column = 1; column < width - 2; column++) {
      const at = row * width + column
      if (isOutline(surface.depth, at, 1)) coverDisc(surface, column + 0.5, row, half, cover)
      if (isOutline(surface.depth, at, width)) coverDisc(surface, column, row + 0.5, half, cover)
    }
  }
}

/** Whether depth jumps between a pixel and the next one, other than both their slopes foretell. */
function isOutline(depth: Float32Array, at: number, next: number): boolean {
  const here = depth[at] as number
  const there = depth[at + next] as number
  if (here === NOTHING || there === NOTHING) return here !== there
  const step = Math.abs(here - there)
  if (step < OUTLINE_STEP) return false
  const before = depth[at - next] as number
  const beyond = depth[at + 2 * next] as number
  const fromHere = before === NOTHING ? step : Math.abs(there - (2 * here - before))
  const fromThere = beyond === NOTHING ? step : Math.abs(here - (2 * there - beyond))
  return Math.min(fromHere, fromThere) > OUTLINE_STEP
}

function coverDisc({ width, height }: Surface, x: number, y: number, half: number, cover: Uint8Array): void {
  const reach = half + 0.5
  for (let row = Math.max(0, Math.ceil(y - reach)); row <= Math.min(height - 1, y + reach); row++) {
    for (let column = Math.max(0, Math.ceil(x - reach)); column <= Math.min(width - 1, x + reach); column++) {
      coverPixel(cover, row * width + column, reach - Math.hypot(column - x, row - y))
    }
  }
}

function coverPixel(cover: Uint8Array, at: number, share: number): void {
  const value = share >= 1 ? 255 : share <= 0 ? 0 : (share * 255) | 0
  if (value > (cover[at] as number)) cover[at] = value
}
