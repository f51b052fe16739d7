import { type BoxParameters, boxLid, boxShell } from './box-solids.ts'
import type { Kernel } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

const FIRST: BoxParameters = {
  width: 82,
  depth: 54,
  height: 30,
  wall: 2,
  cornerRadius: 5,
  screwDiameter: 3,
  vents: 0,
  cableDiameter: 6,
  lidClearance: 0.15,
}

/** The box as it is tagged v1.1.0. */
export const SENSOR_BOX: BoxParameters = { ...FIRST, vents: 8, wall: 2.4, lidClearance: 0.25 }

export const BOX_PRINT_SETTINGS: [string, string][] = [
  ['Layer height', '0.2 mm'],
  ['Walls', '3'],
  ['Infill', '20 %'],
  ['Material', 'PETG; ASA in the sun'],
  ['Supports', 'none'],
]

export function boxParameterRows(p: BoxParameters): [string, string, string][] {
  return [
    ['width, depth, height', `${p.width} × ${p.depth} × ${p.height} mm`, 'outside, without the lid'],
    ['wall', `${p.wall} mm`, 'of walls, floor and lid'],
    ['cornerRadius', `${p.cornerRadius} mm`, 'outside'],
    ['screwDiameter', `${p.screwDiameter} mm`, 'self-tapping; the posts are bored 0.4 mm narrower'],
    ['vents', `${p.vents}`, 'slots in the front'],
    ['cableDiameter', `${p.cableDiameter} mm`, 'of the notch at the left'],
    ['lidClearance', `${p.lidClearance} mm`, 'between rim and wall'],
  ]
}

function makeBox(kernel: Kernel, p: BoxParameters): Made {
  const shell = boxShell(kernel, p)
  const lid = boxLid(kernel, p)
  return {
    parts: { box: shell, lid },
    assembly: { box: shell, lid: lid.translate(0, p.depth + 14, 0) },
    readme: {
      intro:
        'A small enclosure for a sensor board and its cable: four posts for screws, vents in the front, a lid that centres itself.',
      parameters: boxParameterRows(p),
      making: BOX_PRINT_SETTINGS,
      assembly: [
        'Lay the cable into the notch with a knot or a tie inside.',
        'Fix the board with foam tape, sensor towards the vents.',
        `Put the lid on and drive four M${p.screwDiameter} × 10 screws in until they sit flush.`,
      ],
    },
  }
}

export function sensorBox(kernel: Kernel): StarterDesign {
  const title = 'Sensor box with screw posts'
  return {
    slug: 'sensor-box',
    title,
    summary:
      'An enclosure of 82 × 54 × 30 mm with vents, a cable notch and a lid that centres itself on four screws.',
    description:
      'For temperature, air and door sensors indoors. The `m4` variant takes the larger screws of a hardware shop.',
    kind: 'printed',
    licence: 'MIT',
    tags: ['enclosure', 'electronics', 'sensor', 'parametric'],
    commits: makeHistory({
      slug: 'sensor-box',
      title,
      licence: 'MIT',
      parameterFile: 'box.json',
      make: (parameters: BoxParameters) => makeBox(kernel, parameters),
      steps: [
        { message: 'A box with a lid and four posts', parameters: FIRST },
        { message: 'Vents in the front wall', parameters: { ...FIRST, vents: 8 }, tag: 'v1.0.0' },
        {
          message: 'Thicker walls, easier lid\n\nThe lid had to be forced on, and the long wall bulged.',
          parameters: SENSOR_BOX,
          tag: 'v1.1.0',
        },
        { message: 'A variant for M4 screws', parameters: { ...SENSOR_BOX, screwDiameter: 4 }, branch: 'm4' },
      ],
    }),
  }
}
