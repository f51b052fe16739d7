import { countersunkHole, type Kernel, roundedRectangle, type Solid } from './kernel.ts'
import { latticeWeb, upright } from './lattice-web.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

/** Millimetres. */
export interface ShelfBracketParameters {
  depth: number
  height: number
  width: number
  flange: number
  webThickness: number
  screwDiameter: number
}

function bracket(kernel: Kernel, p: ShelfBracketParameters): Solid {
  const { Manifold } = kernel
  const [d, h, f] = [p.depth, p.height, p.flange]
  const web = latticeWeb(kernel, {
    corners: [
      [f - 1, 4],
      [f + 7, 4],
      [d - 4, h - f - 6],
      [d - 4, h - f + 1],
      [f - 1, h - f + 1],
    ],
    frame: 6,
    ribs: [
      [
        [f, h * 0.52],
        [d * 0.48, h * 0.52],
      ],
      [
        [d * 0.48, h * 0.44],
        [d * 0.48, h],
      ],
      [
        [f, h * 0.52],
        [d * 0.48, h],
      ],
    ],
    ribWidth: 4.5,
    fillet: 2,
  })
  const wall = roundedRectangle(kernel, h, p.width, 3)
    .extrude(f)
    .rotate([0, -90, 0])
    .translate(f, 0, h / 2)
  const shelf = roundedRectangle(kernel, d, p.width, 3)
    .extrude(f)
    .translate(d / 2, 0, h - f)
  const side = p.width / 2 - 6.5
  const wallHoles = [16, h - 26].flatMap((z) =>
    [-side, side].map((y) =>
      countersunkHole(kernel, f, p.screwDiameter).rotate([0, 90, 0]).translate(0, y, z),
    ),
  )
  const shelfHoles = [26, d - 16].flatMap((x) =>
    // From below, where the screw driver comes from.
    [-side, side].map((y) =>
      countersunkHole(kernel, f, p.screwDiameter).mirror([0, 0, 1]).translate(x, y, h),
    ),
  )
  return Manifold.union([wall, shelf, upright(web, p.webThickness)]).subtract(
    Manifold.union([...wallHoles, ...shelfHoles]),
  )
}

function makeShelfBracket(kernel: Kernel, p: ShelfBracketParameters): Made {
  const solid = bracket(kernel, p)
  return {
    parts: { bracket: solid.rotate([90, 0, 0]) },
    assembly: { bracket: solid },
    readme: {
      intro: 'A shelf bracket with a lattice web. Two of them carry a shelf of books on a sound wall.',
      parameters: [
        ['depth', `${p.depth} mm`, 'under the shelf'],
        ['height', `${p.height} mm`, 'along the wall'],
        ['width', `${p.width} mm`, 'of both flanges'],
        ['flange', `${p.flange} mm`, 'thickness of the flanges'],
        ['webThickness', `${p.webThickness} mm`, 'of the lattice'],
        ['screwDiameter', `${p.screwDiameter} mm`, 'four in the wall, four in the shelf'],
      ],
      making: [
        ['Layer height', '0.25 mm'],
        ['Walls', '5'],
        ['Infill', '40 %'],
        ['Material', 'PETG; PLA creeps under load'],
        ['Supports', 'under the flange, from the bed only'],
        ['Orientation', 'lying on its side: layers along the load'],
      ],
      assembly: [
        'Mark the holes on the wall with a level; use plugs that suit the wall.',
        'Fix both brackets to the wall, at most 600 mm apart.',
        'Lay the shelf on and screw it from below.',
      ],
    },
  }
}

const FIRST: ShelfBracketParameters = {
  depth: 120,
  height: 110,
  width: 30,
  flange: 5,
  webThickness: 6,
  screwDiameter: 4,
}

export function shelfBracket(kernel: Kernel): StarterDesign {
  const title = 'Shelf bracket, lattice web'
  return {
    slug: 'shelf-bracket',
    title,
    summary:
      'Holds a shelf of 120 to 180 mm. The lattice saves a third of the filament and keeps its stiffness.',
    kind: 'printed',
    licence: 'CC-BY-4.0',
    tags: ['bracket', 'furniture', 'lattice'],
    commits: makeHistory({
      slug: 'shelf-bracket',
      title,
      licence: 'CC-BY-4.0',
      parameterFile: 'bracket.json',
      make: (parameters: ShelfBracketParameters) => makeShelfBracket(kernel, parameters),
      steps: [
        { message: 'Shelf bracket with a lattice web', parameters: FIRST },
        {
          message: 'Thicker flanges around the screws',
          parameters: { ...FIRST, flange: 6, webThickness: 8 },
          tag: 'v1.0.0',
        },
        {
          message: 'A variant for deep shelves',
          parameters: { ...FIRST, flange: 7, webThickness: 9, depth: 170, height: 150 },
          branch: 'deep',
        },
      ],
    }),
  }
}
