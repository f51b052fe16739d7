import { block, countersunkHole, cylinder, type Kernel, roundedRectangle, type Solid } from './kernel.ts'

/** Millimetres. */
export interface BoxParameters {
  width: number
  depth: number
  height: number
  wall: number
  cornerRadius: number
  screwDiameter: number
  vents: number
  cableDiameter: number
  lidClearance: number
}

/** The box around the z axis, open at the top, standing on z = 0. */
export function boxShell(kernel: Kernel, p: BoxParameters): Solid {
  const { Manifold } = kernel
  const outer = roundedRectangle(kernel, p.width, p.depth, p.cornerRadius)
  const inner = roundedRectangle(
    kernel,
    p.width - 2 * p.wall,
    p.depth - 2 * p.wall,
    p.cornerRadius - p.wall / 2,
  )
  const cavity = inner.extrude(p.height).translate(0, 0, p.wall)
  const posts = corners(p).map(([x, y]) =>
    cylinder(kernel, p.height - p.wall, postRadius(p)).translate(x, y, p.wall),
  )
  // Posts reach into the walls: what stands out of the box is cut off with its outline.
  const body = Manifold.union([outer.extrude(p.height).subtract(cavity), ...posts]).intersect(
    outer.extrude(p.height),
  )
  const bores = corners(p).map(([x, y]) =>
    cylinder(kernel, p.height, p.screwDiameter / 2 - 0.2).translate(x, y, p.wall + 2),
  )
  return body.subtract(Manifold.union([...bores, ...vents(kernel, p), cableHole(kernel, p)]))
}

/** The lid as it is printed: its top on the bed, the rim that centres it upwards. */
export function boxLid(kernel: Kernel, p: BoxParameters): Solid {
  const { Manifold } = kernel
  const plate = roundedRectangle(kernel, p.width, p.depth, p.cornerRadius).extrude(p.wall)
  const slack = p.wall + p.lidClearance
  const rimOutside = roundedRectangle(
    kernel,
    p.width - 2 * slack,
    p.depth - 2 * slack,
    p.cornerRadius - p.wall / 2,
  )
  const rim = rimOutside
    .subtract(rimOutside.offset(-1.2, 'Round', 2, 32))
    .extrude(2.5)
    .translate(0, 0, p.wall - 0.01)
  const room = corners(p).map(([x, y]) =>
    cylinder(kernel, 4, postRadius(p) + p.lidClearance).translate(x, y, p.wall),
  )
  const holes = corners(p).map(([x, y]) =>
    countersunkHole(kernel, p.wall, p.screwDiameter).mirror([0, 0, 1]).translate(x, y, p.wall),
  )
  return Manifold.union([plate, rim.subtract(Manifold.union(room))]).subtract(Manifold.union(holes))
}

function postRadius(p: BoxParameters): number {
  return p.screwDiameter / 2 + 2
}

function corners(p: BoxParameters): [number, number][] {
  const inset = p.wall + postRadius(p) - 1
  const [x, y] = [p.width / 2 - inset, p.depth / 2 - inset]
  return [
    [x, y],
    [-x, y],
    [-x, -y],
    [x, -y],
  ]
}

/** Upright slots in the front wall, round at both ends so that they bridge well. */
function vents(kernel: Kernel, p: BoxParameters): Solid[] {
  const pitch = 6
  const slot = roundedRectangle(kernel, 2.4, p.height * 0.5, 1.19)
    .extrude(p.wall * 3)
    .rotate([90, 0, 0])
  return Array.from({ length: p.vents }, (_, i) =>
    slot.translate((i - (p.vents - 1) / 2) * pitch, -p.depth / 2 + p.wall * 2, p.height * 0.48),
  )
}

function cableHole(kernel: Kernel, p: BoxParameters): Solid {
  const radius = p.cableDiameter / 2
  const hole = cylinder(kernel, p.wall * 4, radius).rotate([0, 90, 0])
  const above = block(kernel, [0, -radius, 0], [p.wall * 4, radius, p.height])
  return kernel.Manifold.union([hole, above]).translate(
    -p.width / 2 - p.wall * 2,
    0,
    p.height - p.cableDiameter,
  )
}
