import type { Kernel, Outline, Solid } from './kernel.ts'

export type Point = [number, number]

export interface Web {
  corners: Point[]
  /** Width of the frame along the outline. */
  frame: number
  /** Bars across the inside, from point to point. */
  ribs: [Point, Point][]
  ribWidth: number
  /** Of the corners of the holes, so that no crack starts there. */
  fillet: number
}

/** A plate with holes that leave a frame and bars between: stiff in its plane, light, and printed lying. */
export function latticeWeb({ CrossSection }: Kernel, web: Web): Outline {
  const outer = new CrossSection([web.corners])
  const bars = web.ribs.map(([[x0, y0], [x1, y1]]) => {
    const length = Math.hypot(x1 - x0, y1 - y0)
    return CrossSection.square([length, web.ribWidth])
      .translate(0, -web.ribWidth / 2)
      .rotate((Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI)
      .translate(x0, y0)
  })
  const inside = outer.offset(-web.frame, 'Miter', 4)
  const holes = inside
    .subtract(CrossSection.union(bars))
    .offset(-web.fillet, 'Miter', 4)
    .offset(web.fillet, 'Round', 2, 32)
  return outer.subtract(holes)
}

/** An outline in x and z, as thick as given, in the middle of y. */
export function upright(outline: Outline, thickness: number): Solid {
  return outline
    .extrude(thickness)
    .rotate([90, 0, 0])
    .translate(0, thickness / 2, 0)
}
