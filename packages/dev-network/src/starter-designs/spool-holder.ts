import { countersunkHole, cylinder, type Kernel, roundedRectangle, type Solid } from './kernel.ts'
import { latticeWeb, upright } from './lattice-web.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

/** Millimetres. */
export interface SpoolHolderParameters {
  reach: number
  plateHeight: number
  plateWidth: number
  webThickness: number
  spindleLength: number
  spindleDiameter: number
  screwDiameter: number
  clearance: number
}

const PLATE = 6
const EYE = 15

function bracket(kernel: Kernel, p: SpoolHolderParameters): Solid {
  const { Manifold } = kernel
  const h = p.plateHeight
  const armTop = h - 4
  const web = latticeWeb(kernel, {
    corners: [
      [PLATE - 1, 2],
      [PLATE + 8, 2],
      [p.reach, armTop - 14],
      [p.reach, armTop],
      [PLATE - 1, armTop],
    ],
    frame: 7,
    ribs: [
      [
        [PLATE, h * 0.42],
        [p.reach * 0.36, armTop],
      ],
      [
        [p.reach * 0.36, armTop],
        [p.reach * 0.4, h * 0.2],
      ],
      [
        [p.reach * 0.36, armTop],
        [p.reach * 0.74, h * 0.5],
      ],
    ],
    ribWidth: 5,
    fillet: 2.5,
  })
  const eye = cylinder(kernel, p.webThickness + 8, EYE)
    .rotate([90, 0, 0])
    .translate(p.reach, p.webThickness / 2 + 4, armTop - 8)
  const plate = roundedRectangle(kernel, h, p.plateWidth, 3)
    .extrude(PLATE)
    .rotate([0, -90, 0])
    .translate(PLATE, 0, h / 2)
  const holes = [14, h - 14].flatMap((z) =>
    [-1, 1].map((side) =>
      countersunkHole(kernel, PLATE, p.screwDiameter)
        .rotate([0, 90, 0])
        .translate(0, side * (p.plateWidth / 2 - 8), z),
    ),
  )
  const bore = cylinder(kernel, 60, p.spindleDiameter / 2 + p.clearance)
    .rotate([90, 0, 0])
    .translate(p.reach, 30, armTop - 8)
  return Manifold.union([plate, upright(web, p.webThickness), eye]).subtract(Manifold.union([...holes, bore]))
}

/** Standing on its flange, as it is printed. */
function spindle(kernel: Kernel, p: SpoolHolderParameters): Solid {
  const radius = p.spindleDiameter / 2
  const bearing = radius + 5
  const flange = cylinder(kernel, 4, EYE + 6)
  const cone = cylinder(kernel, 5, bearing + 5, bearing).translate(0, 0, 4)
  const roller = cylinder(kernel, p.spindleLength, bearing).translate(0, 0, 4)
  const neck = cylinder(kernel, p.webThickness + 18, radius).translate(0, 0, 4 + p.spindleLength)
  const bore = cylinder(kernel, p.spindleLength, radius - 3).translate(0, 0, -1)
  return kernel.Manifold.union([flange, cone, roller, neck]).subtract(bore)
}

/** A cap that is pushed onto the end of the spindle, with eight flutes for the fingers. */
function knob(kernel: Kernel, p: SpoolHolderParameters): Solid {
  const flutes = Array.from({ length: 8 }, (_, i) => {
    const angle = (i / 8) * 2 * Math.PI
    return cylinder(kernel, 12, 3.4).translate(18.4 * Math.cos(angle), 18.4 * Math.sin(angle), -1)
  })
  const body = kernel.Manifold.union([
    cylinder(kernel, 8, 16),
    cylinder(kernel, 1.6, 16, 14.4).translate(0, 0, 8),
  ])
  const socket = cylinder(kernel, 8, p.spindleDiameter / 2 + p.clearance / 2).translate(0, 0, -1)
  return body.subtract(kernel.Manifold.union([...flutes, socket]))
}

function makeSpoolHolder(kernel: Kernel, p: SpoolHolderParameters): Made {
  const [arm, roller, cap] = [bracket(kernel, p), spindle(kernel, p), knob(kernel, p)]
  const axis: [number, number] = [p.reach, p.plateHeight - 12]
  const onAxis = (solid: Solid, y: number) => solid.rotate([-90, 0, 0]).translate(axis[0], y, axis[1])
  const face = p.webThickness / 2 + 4
  return {
    parts: { bracket: arm.rotate([90, 0, 0]), spindle: roller, knob: cap },
    assembly: {
      bracket: arm,
      spindle: onAxis(roller, -face - p.spindleLength - 4.4),
      knob: onAxis(cap, face + 1),
    },
    readme: {
      intro:
        'Carries a spool of 1 kg beside the frame of a printer. The spindle lifts out, so a spool is changed with one hand.',
      parameters: [
        ['reach', `${p.reach} mm`, 'from the wall or frame to the axis'],
        ['plateHeight, plateWidth', `${p.plateHeight} × ${p.plateWidth} mm`, 'of the mounting plate'],
        ['webThickness', `${p.webThickness} mm`, 'of the lattice'],
        ['spindleLength', `${p.spindleLength} mm`, 'room for the spool'],
        ['spindleDiameter', `${p.spindleDiameter} mm`, 'of the journal in the bracket'],
        ['screwDiameter', `${p.screwDiameter} mm`, 'four countersunk screws'],
        ['clearance', `${p.clearance} mm`, 'around the journal'],
      ],
      making: [
        ['Layer height', '0.25 mm'],
        ['Walls', '4'],
        ['Infill', '25 %'],
        ['Material', 'PLA carries 1 kg; PETG near a heated chamber'],
        ['Supports', 'under the plate, from the bed only'],
        ['Orientation', 'bracket lying on its web, spindle on its flange'],
      ],
      assembly: [
        'Screw the plate on; with 2020 extrusion use four M5 screws and T-nuts.',
        'Slide the spool onto the spindle, flange outside.',
        'Put the journal through the eye of the bracket and push the knob on.',
      ],
    },
  }
}

const FIRST: SpoolHolderParameters = {
  reach: 110,
  plateHeight: 92,
  plateWidth: 34,
  webThickness: 7,
  spindleLength: 70,
  spindleDiameter: 12,
  screwDiameter: 5,
  clearance: 0.2,
}

export function spoolHolder(kernel: Kernel): StarterDesign {
  const title = 'Spool holder with a lattice web'
  return {
    slug: 'spool-holder',
    title,
    summary:
      'Carries a 1 kg spool beside the frame. A light lattice bracket, a spindle that lifts out and a knob.',
    kind: 'printed',
    licence: 'CERN-OHL-S-2.0',
    tags: ['3d-printer', 'spool', 'bracket', 'lattice'],
    commits: makeHistory({
      slug: 'spool-holder',
      title,
      licence: 'CERN-OHL-S-2.0',
      parameterFile: 'spool-holder.json',
      make: (parameters: SpoolHolderParameters) => makeSpoolHolder(kernel, parameters),
      steps: [
        { message: 'Bracket, spindle and knob', parameters: FIRST },
        { message: 'More room around the journal', parameters: { ...FIRST, clearance: 0.35 }, tag: 'v1.0.0' },
        {
          message: 'A thicker web\n\nThe arm swung when the spool jerked.',
          parameters: { ...FIRST, clearance: 0.35, webThickness: 9 },
          tag: 'v1.1.0',
        },
      ],
    }),
  }
}
