import { type HingeParameters, hingeSolids } from './hinge-solids.ts'
import type { Kernel } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

const FIRST: HingeParameters = {
  length: 60,
  leafWidth: 34,
  thickness: 4,
  knuckles: 5,
  knuckleDiameter: 9,
  pinDiameter: 3,
  clearance: 0.25,
  screwDiameter: 4,
  screwsPerLeaf: 4,
}
const WIDER_KNUCKLE = { ...FIRST, knuckleDiameter: 10.5 }

/** The hinge as it is tagged v1.1.0; what is derived from it starts here. */
export const GATE_HINGE: HingeParameters = { ...WIDER_KNUCKLE, clearance: 0.35 }
const WIDE = { ...GATE_HINGE, length: 90, leafWidth: 48, knuckles: 7, screwsPerLeaf: 6 }

export function makeGateHinge(kernel: Kernel, p: HingeParameters): Made {
  const { left, right, pin } = hingeSolids(kernel, p)
  return {
    parts: { 'leaf-left': left, 'leaf-right': right, pin: pin.rotate([90, 0, 0]) },
    assembly: { 'leaf left': left, 'leaf right': right, pin },
    readme: {
      intro:
        'A hinge for garden gates, cupboards and boxes. Two leaves with countersunk holes turn on a printed pin; ' +
        'a steel rod or a nail of the same diameter fits as well and lasts longer outdoors.',
      parameters: [
        ['length', `${p.length} mm`, 'along the pin'],
        ['leafWidth', `${p.leafWidth} mm`, 'from the axis to the outer edge'],
        ['thickness', `${p.thickness} mm`, 'of the leaves'],
        ['knuckles', `${p.knuckles}`, 'of both leaves together; odd, so that both ends belong to one leaf'],
        ['knuckleDiameter', `${p.knuckleDiameter} mm`, 'of the barrel'],
        ['pinDiameter', `${p.pinDiameter} mm`, 'of the pin; its hole is wider by the clearance'],
        ['clearance', `${p.clearance} mm`, 'between knuckles, and around the pin'],
        ['screwDiameter', `${p.screwDiameter} mm`, `of ${p.screwsPerLeaf} countersunk screws in each leaf`],
      ],
      making: [
        ['Layer height', '0.2 mm'],
        ['Walls', '4'],
        ['Infill', '40 %, gyroid'],
        ['Material', 'PETG or ASA outdoors, PLA indoors'],
        ['Supports', 'none'],
        ['Orientation', 'leaves flat, pin standing with a brim'],
      ],
      assembly: [
        'Remove strings from the holes; run a drill of the pin diameter through them by hand.',
        'Slide the leaves into each other. They should fall together without force.',
        'Push the pin in from the side of the first knuckle until its head touches.',
        'Screw the hinge on with the barrel towards the side to which the gate opens.',
      ],
    },
  }
}

export function gateHinge(kernel: Kernel): StarterDesign {
  return {
    slug: 'gate-hinge',
    title: 'Gate hinge with a 3 mm pin',
    summary:
      'Two leaves, five knuckles and a printed pin. Prints flat without supports and takes countersunk screws.',
    description:
      'A plain butt hinge that can be printed on any machine. All measures are parameters; the `wide` variant carries a garden gate.',
    kind: 'printed',
    licence: 'CC0-1.0',
    tags: ['hinge', 'hardware', 'garden', 'parametric'],
    commits: makeHistory({
      slug: 'gate-hinge',
      title: 'Gate hinge with a 3 mm pin',
      licence: 'CC0-1.0',
      parameterFile: 'hinge.json',
      make: (parameters: HingeParameters) => makeGateHinge(kernel, parameters),
      steps: [
        { message: 'First version of the hinge', parameters: FIRST },
        {
          message:
            'Widen the knuckles to 10.5 mm\n\nThe walls around the pin were two lines thick and cracked.',
          parameters: WIDER_KNUCKLE,
          tag: 'v1.0.0',
        },
        {
          message: 'More clearance between the knuckles\n\n0.25 mm fused on two of three printers.',
          parameters: GATE_HINGE,
          tag: 'v1.1.0',
        },
        { message: 'A wide variant with seven knuckles for heavy gates', parameters: WIDE, branch: 'wide' },
      ],
    }),
  }
}
