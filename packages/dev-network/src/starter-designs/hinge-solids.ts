import { block, countersunkHole, cylinder, type Kernel, type Solid } from './kernel.ts'

/** Millimetres. */
export interface HingeParameters {
  length: number
  leafWidth: number
  thickness: number
  knuckles: number
  knuckleDiameter: number
  pinDiameter: number
  clearance: number
  screwDiameter: number
  screwsPerLeaf: number
}

/**
 * Both leaves lie open on z = 0 and their pin runs along y, above x = 0; the right leaf has the first knuckle.
 */
export function hingeSolids(kernel: Kernel, p: HingeParameters): { right: Solid; left: Solid; pin: Solid } {
  return {
    right: leaf(kernel, p, 0),
    left: leaf(kernel, p, 1).mirror([1, 0, 0]),
    pin: pin(kernel, p),
  }
}

/** A leaf to the right whose knuckles are those of the given parity. */
function leaf(kernel: Kernel, p: HingeParameters, parity: number): Solid {
  const { Manifold, CrossSection } = kernel
  const radius = p.knuckleDiameter / 2
  const corner = Math.min(4, p.leafWidth / 4)
  const outline = CrossSection.square([p.leafWidth, p.length]).subtract(
    // Only the outer corners are rounded: the inner edge meets the knuckles.
    CrossSection.square([corner, p.length])
      .translate(p.leafWidth - corner, 0)
      .subtract(
        CrossSection.square([p.leafWidth - 2 * corner, p.length - 2 * corner])
          .translate(corner, corner)
          .offset(corner, 'Round', 2, 32),
      ),
  )
  const pitch = p.length / p.knuckles
  const own: Solid[] = [outline.extrude(p.thickness)]
  const gaps: Solid[] = []
  for (let knuckle = 0; knuckle < p.knuckles; knuckle++) {
    if (knuckle % 2 === parity) {
      const start = knuckle === 0 ? 0 : knuckle * pitch + p.clearance / 2
      const end = knuckle === p.knuckles - 1 ? p.length : (knuckle + 1) * pitch - p.clearance / 2
      own.push(along(cylinder(kernel, end - start, radius), start, radius))
    } else {
      const start = knuckle === 0 ? -1 : knuckle * pitch - p.clearance / 2
      const end = knuckle === p.knuckles - 1 ? p.length + 1 : (knuckle + 1) * pitch + p.clearance / 2
      gaps.push(block(kernel, [-radius - 1, start, -1], [radius + p.clearance, end, p.knuckleDiameter + 1]))
    }
  }
  const hole = along(cylinder(kernel, p.length + 2, p.pinDiameter / 2 + p.clearance / 2), -1, radius)
  return Manifold.union(own).subtract(Manifold.union([hole, ...gaps, ...screwHoles(kernel, p)]))
}

/** In two rows, by turns, so that they do not split wood along one line of its grain. */
function screwHoles(kernel: Kernel, p: HingeParameters): Solid[] {
  const inner = p.knuckleDiameter / 2 + p.screwDiameter * 1.25 + 1
  const outer = p.leafWidth - p.screwDiameter * 1.5 - 1
  return Array.from({ length: p.screwsPerLeaf }, (_, i) => {
    const y = ((i + 0.5) / p.screwsPerLeaf) * p.length
    return countersunkHole(kernel, p.thickness, p.screwDiameter).translate(i % 2 === 0 ? outer : inner, y, 0)
  })
}

function pin(kernel: Kernel, p: HingeParameters): Solid {
  const radius = p.pinDiameter / 2
  const shaft = cylinder(kernel, p.length + 1, radius)
  const tip = cylinder(kernel, 1, radius, radius - 0.6).translate(0, 0, p.length + 1)
  const head = cylinder(kernel, 2, p.knuckleDiameter / 2 - 0.4).translate(0, 0, -2)
  const rim = cylinder(kernel, 0.6, p.knuckleDiameter / 2 - 1, p.knuckleDiameter / 2 - 0.4).translate(
    0,
    0,
    -2.6,
  )
  // Its head stands off by the clearance, so that it turns.
  return along(kernel.Manifold.union([shaft, tip, head, rim]), -p.clearance, p.knuckleDiameter / 2)
}

/** From standing at the origin to lying along y at a height. */
function along(solid: Solid, start: number, height: number): Solid {
  return solid.rotate([-90, 0, 0]).translate(0, start, height)
}
