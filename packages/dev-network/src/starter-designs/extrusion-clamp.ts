import { block, cylinder, type Kernel, roundedRectangle, type Solid } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

/** Millimetres. */
export interface ClampParameters {
  profile: number
  slot: number
  tongue: number
  wall: number
  height: number
  screwDiameter: number
  clearance: number
}

const SLIT = 3

function clamp(kernel: Kernel, p: ClampParameters): Solid {
  const { CrossSection, Manifold } = kernel
  const side = p.profile + 2 * p.wall
  const opening = CrossSection.square([p.profile + 2 * p.clearance, p.profile + 2 * p.clearance], true)
  const reach = p.profile / 2 + p.clearance - p.tongue
  // Tongues enter the slots of the extrusion on three sides; the fourth one is where the clamp opens.
  const tongues = [90, 180, 270].map((angle) =>
    CrossSection.square([p.tongue + 1, p.slot - 2 * p.clearance])
      .translate(reach, -(p.slot / 2 - p.clearance))
      .rotate(angle),
  )
  const ear = CrossSection.square([16, SLIT + 2 * 7], true)
    .offset(2, 'Round', 2, 32)
    .translate(side / 2 + 7, 0)
  const slit = CrossSection.square([side, SLIT]).translate(p.profile / 2 - 1, -SLIT / 2)
  const outline = roundedRectangle(kernel, side, side, 6)
    .add(ear)
    .subtract(opening.subtract(CrossSection.union(tongues)))
    .subtract(slit)
  const x = side / 2 + 8.5
  const across = (solid: Solid, y: number) => solid.rotate([-90, 0, 0]).translate(x, y, p.height / 2)
  const screw = across(cylinder(kernel, 60, p.screwDiameter / 2 + 0.2), -30)
  const head = across(cylinder(kernel, 20, p.screwDiameter * 0.95), -30 + 1)
  const nut = across(Manifold.cylinder(20, p.screwDiameter * 0.92, p.screwDiameter * 0.92, 6), 7.5)
  const cut = [screw, head.intersect(block(kernel, [0, -40, -1], [99, -7.5, 99])), nut]
  return outline.extrude(p.height).subtract(Manifold.union(cut))
}

function makeClamp(kernel: Kernel, p: ClampParameters): Made {
  const solid = clamp(kernel, p)
  return {
    parts: { clamp: solid },
    assembly: { clamp: solid },
    readme: {
      intro:
        'A clamp ring for 2020 aluminium extrusion: a stop, a foot, or the start of something that has to hold on to a frame.',
      parameters: [
        ['profile', `${p.profile} mm`, 'side of the extrusion'],
        ['slot', `${p.slot} mm`, 'opening of its slots'],
        ['tongue', `${p.tongue} mm`, 'how far the clamp reaches into the slots'],
        ['wall', `${p.wall} mm`, 'around the extrusion'],
        ['height', `${p.height} mm`, 'along the extrusion'],
        ['screwDiameter', `${p.screwDiameter} mm`, 'of the clamping screw and its nut'],
        ['clearance', `${p.clearance} mm`, 'around the extrusion'],
      ],
      making: [
        ['Layer height', '0.2 mm'],
        ['Walls', '5'],
        ['Infill', '50 %'],
        ['Material', 'PETG or nylon: PLA relaxes and lets go'],
        ['Supports', 'none'],
      ],
      assembly: [
        'Slide the clamp onto the end of the extrusion.',
        `Put an M${p.screwDiameter} × 25 screw through the ear and a nut into its pocket.`,
        'Tighten until it stops sliding; half a turn more is enough.',
      ],
    },
  }
}

const FIRST: ClampParameters = {
  profile: 20,
  slot: 6,
  tongue: 1.6,
  wall: 7,
  height: 18,
  screwDiameter: 5,
  clearance: 0.1,
}

export function extrusionClamp(kernel: Kernel): StarterDesign {
  const title = '2020 clamp, M5'
  return {
    slug: '2020-clamp',
    title,
    summary:
      'A clamp ring for 2020 extrusion with tongues for the slots, closed by one M5 screw. The m4 variant takes M4.',
    kind: 'printed',
    licence: 'CERN-OHL-P-2.0',
    tags: ['2020', 'extrusion', 'clamp', 'frame'],
    commits: makeHistory({
      slug: '2020-clamp',
      title,
      licence: 'CERN-OHL-P-2.0',
      parameterFile: 'clamp.json',
      make: (parameters: ClampParameters) => makeClamp(kernel, parameters),
      steps: [
        { message: 'A clamp for 2020 extrusion', parameters: FIRST },
        { message: 'Taller, so that it does not tilt', parameters: { ...FIRST, height: 24 }, tag: 'v1.0.0' },
        {
          message: 'M4 screws for those who have no M5',
          parameters: { ...FIRST, height: 24, screwDiameter: 4 },
          branch: 'm4',
        },
        {
          message: 'More clearance for anodised profiles',
          parameters: { ...FIRST, height: 24, clearance: 0.2 },
          tag: 'v1.1.0',
        },
      ],
    }),
  }
}
