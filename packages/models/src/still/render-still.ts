import { listEdges } from '../list-edges.ts'
import type { Box, Mesh } from '../mesh.ts'
import { drawEdges } from './draw-edges.ts'
import { fillTriangles, NOTHING, type Surface } from './fill-triangles.ts'
import { groundShadow } from './ground-shadow.ts'
import { lightCorners } from './light-corners.ts'
import { smoothNormals, unitNormals } from './smooth-normals.ts'
import { placeInView } from './still-camera.ts'
import { STILL_PALETTES, type StillPalette, type StillScheme } from './still-palette.ts'

/** Pixels row by row from the top left, four bytes each: red, green, blue, opacity (not premultiplied). */
export interface Still {
  width: number
  height: number
  rgba: Uint8Array<ArrayBuffer>
}

export interface StillOptions {
  scheme: StillScheme
  /** Pixels; the height is three quarters of it. 1024 by default, at most 2400. */
  width?: number
  /** What the camera is set for, instead of the mesh itself: the same frame for all versions holds it still. */
  frame?: Box
}

/** Samples along each side of a pixel. */
const SAMPLES = 2
const MAX_WIDTH = 2400

/** Draws a part as the design pages show it, on a transparent ground. The same mesh gives the same pixels. */
export function renderStill(mesh: Mesh, { scheme, width: wanted = 1024, frame }: StillOptions): Still {
  const width = Math.max(16, Math.min(MAX_WIDTH, Math.round(wanted)))
  const height = Math.round((width * 3) / 4)
  const view = placeInView(mesh, width * SAMPLES, height * SAMPLES, frame)
  const edges = listEdges(mesh)
  const { normals, areas } = unitNormals(mesh)
  const light = lightCorners(smoothNormals(mesh, normals, areas, edges), view.turn)
  const surface = fillTriangles(mesh.indices, view, light, width * SAMPLES, height * SAMPLES)
  const lineWidth = SAMPLES * Math.max(1, width / 900)
  const cover = drawEdges(surface, view, edges, normals, lineWidth)
  const shadow = groundShadow(mesh.indices, view, 1 / SAMPLES, width, height)
  return { width, height, rgba: compose(surface, cover, shadow, STILL_PALETTES[scheme], width, height) }
}

/** Surface under lines, shrunk, over the shadow. */
function compose(
  surface: Surface,
  cover: Uint8Array,
  shadow: Float32Array,
  palette: StillPalette,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(width * height * 4)
  const steps = Uint8Array.from(palette.steps.flat())
  const [er, eg, eb] = palette.edge
  const share = 1 / (SAMPLES * SAMPLES)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue, alpha] = [0, 0, 0, 0]
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const row = y * SAMPLES + ((sample / SAMPLES) | 0)
        const at = row * surface.width + x * SAMPLES + (sample % SAMPLES)
        const line = (cover[at] as number) / 255
        const solid = surface.depth[at] === NOTHING ? 0 : 1 - line
        const colour = (surface.step[at] as number) * 3
        red += solid * (steps[colour] as number) + line * er
        green += solid * (steps[colour + 1] as number) + line * eg
        blue += solid * (steps[colour + 2] as number) + line * eb
        alpha += solid + line
      }
      alpha *= share
      const under = (shadow[y * width + x] as number) * palette.shadowAlpha * (1 - alpha)
      const total = alpha + under
      if (total === 0) continue
      const to = (y * width + x) * 4
      rgba[to] = Math.round((red * share + under * palette.shadow[0]) / total)
      rgba[to + 1] = Math.round((green * share + under * palette.shadow[1]) / total)
      rgba[to + 2] = Math.round((blue * share + under * palette.shadow[2]) / total)
      rgba[to + 3] = Math.round(total * 255)
    }
  }
  return rgba
}
