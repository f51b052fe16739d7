import { type BoxParameters, boxShell } from './box-solids.ts'
import { GATE_HINGE } from './gate-hinge.ts'
import { type HingeParameters, hingeSolids } from './hinge-solids.ts'
import { type Kernel, roundedRectangle, type Solid } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import { BOX_PRINT_SETTINGS, boxParameterRows, SENSOR_BOX } from './sensor-box.ts'
import type { StarterDerivative } from './starter-design.ts'

export interface HingedBoxParameters {
  box: BoxParameters
  hinge: HingeParameters
  /** Degrees by which the lid stands open in the assembly. */
  open: number
}

/** The box with the knuckles of one leaf at its back, the lid with those of the other, the pin between them. */
export function hingedBoxSolids(
  kernel: Kernel,
  p: HingedBoxParameters,
): { box: Solid; lid: Solid; pin: Solid } {
  const { Manifold } = kernel
  const { right, left, pin } = hingeSolids(kernel, p.hinge)
  const radius = p.hinge.knuckleDiameter / 2
  const [back, top] = [p.box.depth / 2, p.box.height]
  const shell = boxShell(kernel, p.box)
  // Along the wall downwards from the axis: x becomes down, the axis runs along x, the underside touches the wall.
  const onWall = right
    .translate(0, -p.hinge.length / 2, 0)
    .rotate([0, 90, 0])
    .rotate([0, 0, 90])
  const wallLeaf = onWall.translate(0, back, top + radius)
  // The leaf of the lid lies in the plane of the lid: its underside on the rim of the box.
  const lidLeaf = left
    .translate(0, -p.hinge.length / 2, 0)
    .rotate([0, 0, 90])
    .translate(0, back + radius, top)
  const pinInPlace = pin
    .translate(0, -p.hinge.length / 2, 0)
    .rotate([0, 0, 90])
    .translate(0, back + radius, top)
  const plate = roundedRectangle(kernel, p.box.width, p.box.depth - p.box.lidClearance, p.box.cornerRadius)
    .extrude(p.box.wall)
    .translate(0, -p.box.lidClearance / 2, top)
  // A lip in front for a finger.
  const lip = roundedRectangle(kernel, 18, 12, 3)
    .extrude(p.box.wall)
    .translate(0, -back - 2, top)
  return {
    box: Manifold.union([shell, wallLeaf]),
    lid: Manifold.union([plate, lidLeaf, lip]),
    pin: pinInPlace,
  }
}

function makeHingedBox(kernel: Kernel, p: HingedBoxParameters): Made {
  const { box, lid, pin } = hingedBoxSolids(kernel, p)
  const axis: [number, number, number] = [
    0,
    p.box.depth / 2 + p.hinge.knuckleDiameter / 2,
    p.box.height + p.hinge.knuckleDiameter / 2,
  ]
  const opened = lid.translate(-axis[0], -axis[1], -axis[2]).rotate([-p.open, 0, 0]).translate(axis)
  return {
    parts: { box, lid, pin: pin.rotate([0, -90, 0]) },
    assembly: { box, lid: opened, pin },
    readme: {
      intro:
        'The sensor box with a lid that stays on it: the knuckles of the gate hinge, without screw holes, grow out of the back wall and the lid.',
      parameters: [
        ...boxParameterRows(p.box).filter(([name]) => !/screw/.test(name)),
        ['hinge.length', `${p.hinge.length} mm`, 'along the back'],
        ['hinge.knuckleDiameter', `${p.hinge.knuckleDiameter} mm`, 'of the barrel'],
        ['hinge.pinDiameter', `${p.hinge.pinDiameter} mm`, 'of the pin'],
        ['hinge.clearance', `${p.hinge.clearance} mm`, 'between the knuckles'],
      ],
      making: [
        ...BOX_PRINT_SETTINGS,
        ['Supports of the box', 'under the leaf at the back, from the bed only'],
      ],
      assembly: [
        'Set the lid on with its knuckles between those of the box.',
        'Push the pin in from the side until its head touches.',
      ],
    },
  }
}

const FIRST: HingedBoxParameters = {
  box: SENSOR_BOX,
  hinge: { ...GATE_HINGE, length: 50, leafWidth: 16, thickness: 2.4, knuckleDiameter: 7, screwsPerLeaf: 0 },
  open: 105,
}

/** A remix: what it takes from its parents is their code and their measures at v1.1.0. */
export function hingedSensorBox(kernel: Kernel): StarterDerivative {
  const title = 'Sensor box with a hinged lid'
  return {
    slug: 'hinged-sensor-box',
    title,
    summary:
      'The sensor box, with the knuckles of the gate hinge on its back wall: a lid that opens without tools.',
    kind: 'printed',
    licence: 'MIT',
    tags: ['enclosure', 'hinge', 'remix'],
    parents: [
      { slug: 'sensor-box', tag: 'v1.1.0', relation: 'remix', folder: 'from/sensor-box' },
      { slug: 'gate-hinge', tag: 'v1.1.0', relation: 'remix', folder: 'from/gate-hinge' },
    ],
    commits: makeHistory({
      slug: 'hinged-sensor-box',
      title,
      licence: 'MIT',
      parameterFile: 'hinged-box.json',
      make: (parameters: HingedBoxParameters) => makeHingedBox(kernel, parameters),
      steps: [
        { message: 'Put the knuckles of the gate hinge onto the sensor box', parameters: FIRST },
        {
          message: 'A longer hinge, so that the lid does not twist',
          parameters: { ...FIRST, hinge: { ...FIRST.hinge, length: 64 } },
          tag: 'v1.0.0',
        },
      ],
    }),
  }
}
