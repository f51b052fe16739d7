import type { Box, Mesh } from '../mesh.ts'

/** Seen from 30° above, the part turned by 32°: its front to the right, its left side to the left. */
const ELEVATION = (30 * Math.PI) / 180
const TURN = (32 * Math.PI) / 180
const MARGIN = 0.09

/** How far a shadow falls for each millimetre of height: to the right and, less, away from the viewer. */
const SHADOW_RIGHT = 0.6
const SHADOW_BACK = 0.26

/** Vertices in pixels: x to the right, y down, z towards the viewer, all in one scale. */
export interface StillView {
  x: Float32Array
  y: Float32Array
  z: Float32Array
  /** Where the shadow of each vertex falls on the ground. */
  shadowX: Float32Array
  shadowY: Float32Array
  /** A direction of the part, in the axes of the picture: right, up, towards the viewer. */
  turn(x: number, y: number, z: number): [number, number, number]
}

/** Places a mesh in a picture. `frame` takes the place of the mesh's own extent, to hold the camera still. */
export function placeInView(mesh: Mesh, width: number, height: number, frame: Box | undefined): StillView {
  const [cosT, sinT, cosE, sinE] = [Math.cos(TURN), Math.sin(TURN), Math.cos(ELEVATION), Math.sin(ELEVATION)]
  const toRight = (x: number, y: number) => x * cosT - y * sinT
  const toBack = (x: number, y: number) => x * sinT + y * cosT
  const points = frame === undefined ? mesh.positions : cornersOf(frame)
  const extent = {
    left: Infinity,
    right: -Infinity,
    top: -Infinity,
    bottom: Infinity,
    ground: Infinity,
    shade: -Infinity,
  }
  for (let i = 2; i < points.length; i += 3) extent.ground = Math.min(extent.ground, points[i] as number)
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i] as number, points[i + 1] as number, points[i + 2] as number]
    const [right, up] = [toRight(x, y), toBack(x, y) * sinE + z * cosE]
    extent.left = Math.min(extent.left, right)
    extent.right = Math.max(extent.right, right)
    extent.bottom = Math.min(extent.bottom, up)
    extent.top = Math.max(extent.top, up)
    extent.shade = Math.max(extent.shade, right + (z - extent.ground) * SHADOW_RIGHT)
  }
  const free = 1 - 2 * MARGIN
  const wide = Math.max(extent.right - extent.left, 1e-6)
  const high = Math.max(extent.top - extent.bottom, 1e-6)
  const scale = Math.min((width * free) / wide, (height * free) / high)
  // Where there is room at the sides, the part gives half of it to its shadow.
  const room = (width * free) / scale - wide
  const shift = Math.min(room / 2, Math.max(0, extent.shade - extent.right) / 2)
  const middle = (extent.left + extent.right) / 2 + shift
  const centre = (extent.top + extent.bottom) / 2

  const count = mesh.positions.length / 3
  const view: StillView = {
    x: new Float32Array(count),
    y: new Float32Array(count),
    z: new Float32Array(count),
    shadowX: new Float32Array(count),
    shadowY: new Float32Array(count),
    turn: (x, y, z) => [toRight(x, y), toBack(x, y) * sinE + z * cosE, z * sinE - toBack(x, y) * cosE],
  }
  for (let i = 0; i < count; i++) {
    const x = mesh.positions[i * 3] as number
    const y = mesh.positions[i * 3 + 1] as number
    const z = mesh.positions[i * 3 + 2] as number
    const [right, back, height_] = [toRight(x, y), toBack(x, y), Math.max(0, z - extent.ground)]
    view.x[i] = width / 2 + (right - middle) * scale
    view.y[i] = height / 2 - (back * sinE + z * cosE - centre) * scale
    view.z[i] = (z * sinE - back * cosE) * scale
    const shadowUp = (back + height_ * SHADOW_BACK) * sinE + Math.min(z, extent.ground) * cosE
    view.shadowX[i] = width / 2 + (right + height_ * SHADOW_RIGHT - middle) * scale
    view.shadowY[i] = height / 2 - (shadowUp - centre) * scale
  }
  return view
}

function cornersOf({ min, max }: Box): number[] {
  const corners: number[] = []
  for (const x of [min[0], max[0]])
    for (const y of [min[1], max[1]]) for (const z of [min[2], max[2]]) corners.push(x, y, z)
  return corners
}
