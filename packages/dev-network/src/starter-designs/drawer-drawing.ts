import type { Kernel, Outline } from './kernel.ts'
import type { SheetDrawing } from './sheet-drawing.ts'

/** Millimetres; outside of the drawer. */
export interface DrawerParameters {
  width: number
  depth: number
  height: number
  thickness: number
  kerf: number
  finger: number
  handle: number
}

/** Of two edges that meet, one has its first finger at the corner (`first`), the other its first gap (`second`). */
type Edge = 'first' | 'second' | 'straight'

/** Top, right, bottom, left, with y down as on the sheet. */
type Edges = [Edge, Edge, Edge, Edge]

export interface Panel {
  name: string
  width: number
  height: number
  edges: Edges
}

/** Between panels, and around them. */
const GAP = 8

/** The bottom owns its corners, front and back own the upright ones, the sides fit in between. */
export function drawerPanels(p: DrawerParameters): Panel[] {
  const wall: Edges = ['straight', 'first', 'second', 'first']
  const side: Edges = ['straight', 'second', 'second', 'second']
  return [
    { name: 'bottom', width: p.width, height: p.depth, edges: ['first', 'first', 'first', 'first'] },
    { name: 'front', width: p.width, height: p.height, edges: wall },
    { name: 'back', width: p.width, height: p.height, edges: wall },
    { name: 'left', width: p.depth, height: p.height, edges: side },
    { name: 'right', width: p.depth, height: p.height, edges: side },
  ]
}

/** A panel with the gaps for the fingers of its neighbours, without allowance for the beam. */
export function panelOutline({ CrossSection }: Kernel, panel: Panel, p: DrawerParameters): Outline {
  const { width: w, height: h } = panel
  const t = p.thickness
  const gaps = panel.edges.flatMap((edge, side) =>
    gapsAlong(side % 2 === 0 ? w : h, edge, p).map(([from, to]) => {
      const rectangle = CrossSection.square(side % 2 === 0 ? [to - from, t] : [t, to - from])
      if (side === 0) return rectangle.translate(from, 0)
      if (side === 1) return rectangle.translate(w - t, from)
      if (side === 2) return rectangle.translate(from, h - t)
      return rectangle.translate(0, from)
    }),
  )
  const outline = CrossSection.square([w, h])
  return gaps.length === 0 ? outline : outline.subtract(CrossSection.union(gaps))
}

/** An odd number of fields, so that an edge looks the same from both ends. */
function gapsAlong(length: number, edge: Edge, p: DrawerParameters): [number, number][] {
  if (edge === 'straight') return []
  const fields = Math.max(3, Math.floor(length / p.finger / 2) * 2 + 1)
  const step = length / fields
  const gaps: [number, number][] = []
  for (let field = edge === 'first' ? 1 : 0; field < fields; field += 2)
    gaps.push([field * step, (field + 1) * step])
  return gaps
}

/** All panels on one sheet: bottom and front in the left column, the rest in the right one. */
export function drawerDrawing(kernel: Kernel, p: DrawerParameters): SheetDrawing {
  const [bottom, front, back, left, right] = drawerPanels(p) as [Panel, Panel, Panel, Panel, Panel]
  const drawing: SheetDrawing = { width: 0, height: 0, cuts: [], circles: [], marks: [] }
  let x = GAP
  for (const column of [
    [bottom, front],
    [back, left, right],
  ]) {
    let y = GAP
    for (const panel of column) {
      // Wider all round by half of what the beam burns away: fingers then fill their gaps.
      const outline = panelOutline(kernel, panel, p)
        .offset(p.kerf / 2, 'Miter', 4)
        .translate(x, y)
      drawing.cuts.push(...outline.toPolygons())
      if (panel === front && p.handle > 0) {
        drawing.circles.push({ x: x + panel.width / 2, y: y + panel.height * 0.42, radius: p.handle / 2 })
      }
      drawing.marks.push(
        [
          [x + 14, y + 14],
          [x + 14 + panel.name.length * 6, y + 14],
        ],
        [
          [x + 14, y + 19],
          [x + 32, y + 19],
        ],
      )
      y += panel.height + GAP
      drawing.width = Math.max(drawing.width, x + panel.width + GAP)
      drawing.height = Math.max(drawing.height, y)
    }
    x += Math.max(...column.map((panel) => panel.width)) + GAP
  }
  return drawing
}
