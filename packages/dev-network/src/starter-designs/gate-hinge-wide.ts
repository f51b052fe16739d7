import { GATE_HINGE, makeGateHinge } from './gate-hinge.ts'
import type { HingeParameters } from './hinge-solids.ts'
import type { Kernel } from './kernel.ts'
import { makeHistory } from './make-history.ts'
import type { StarterDerivative } from './starter-design.ts'

/** Its commit comes on top of the history of the parent, up to the tag. */
export function gateHingeWide(kernel: Kernel): StarterDerivative {
  const title = 'Gate hinge, wide, for M5'
  return {
    slug: 'gate-hinge-wide',
    title,
    summary: 'The gate hinge at 110 mm with a 5 mm pin and M5 screws, for a gate that children swing on.',
    kind: 'printed',
    licence: 'CC0-1.0',
    tags: ['hinge', 'garden', 'fork'],
    parents: [{ slug: 'gate-hinge', tag: 'v1.1.0', relation: 'fork' }],
    commits: makeHistory({
      slug: 'gate-hinge',
      title,
      licence: 'CC0-1.0',
      parameterFile: 'hinge.json',
      make: (parameters: HingeParameters) => makeGateHinge(kernel, parameters),
      steps: [
        {
          message:
            'Make the hinge 110 mm long, with a 5 mm pin\n\nOur gate bent the pin of 3 mm within a week.',
          parameters: {
            ...GATE_HINGE,
            length: 110,
            leafWidth: 55,
            thickness: 5,
            knuckles: 7,
            knuckleDiameter: 14,
            pinDiameter: 5,
            screwDiameter: 5,
            screwsPerLeaf: 6,
          },
        },
      ],
    }),
  }
}
