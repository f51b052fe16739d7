import { type DrawerParameters, drawerDrawing } from './drawer-drawing.ts'
import type { Kernel } from './kernel.ts'
import { licenceText } from './licence-text.ts'
import { textFile } from './make-history.ts'
import { readmeText } from './readme-text.ts'
import { sheetDxf, sheetSvg } from './sheet-drawing.ts'
import type { StarterDesign, StarterFile } from './starter-design.ts'

const TITLE = 'Drawer from one sheet'
const LICENCE = 'CC-BY-4.0'

const FIRST: DrawerParameters = {
  width: 160,
  depth: 120,
  height: 70,
  thickness: 4,
  kerf: 0,
  finger: 12,
  handle: 0,
}
const WITH_KERF = { ...FIRST, kerf: 0.15 }
const WITH_HANDLE = { ...WITH_KERF, handle: 26 }

export function drawerSheet(kernel: Kernel): StarterDesign {
  return {
    slug: 'drawer-sheet',
    title: TITLE,
    summary:
      'A small drawer with finger joints out of one sheet of 4 mm plywood. SVG and DXF, cut in eight minutes.',
    kind: 'lasercut',
    licence: LICENCE,
    tags: ['drawer', 'laser', 'plywood', 'finger-joint'],
    commits: [
      { branch: 'main', message: 'A drawer with finger joints', files: filesOf(kernel, FIRST) },
      {
        branch: 'main',
        message:
          'Allow for the width of the beam\n\nWithout it the joints were loose and needed a lot of glue.',
        files: filesOf(kernel, WITH_KERF),
        tag: 'v1.0.0',
      },
      {
        branch: 'main',
        message: 'A round handle in the front',
        files: filesOf(kernel, WITH_HANDLE),
        tag: 'v1.1.0',
      },
      {
        branch: 'three-mm',
        message: 'A variant for 3 mm plywood',
        files: filesOf(kernel, { ...WITH_HANDLE, thickness: 3 }),
      },
    ],
  }
}

function filesOf(kernel: Kernel, p: DrawerParameters): StarterFile[] {
  const drawing = drawerDrawing(kernel, p)
  const [width, height] = [Math.ceil(drawing.width), Math.ceil(drawing.height)]
  const readme = readmeText({
    title: TITLE,
    intro: `Five panels on ${width} × ${height} mm of plywood. The fingers hold while the glue dries, so no clamps are needed.`,
    parameters: [
      ['width, depth, height', `${p.width} × ${p.depth} × ${p.height} mm`, 'of the drawer, outside'],
      ['thickness', `${p.thickness} mm`, 'of the sheet: measure yours'],
      ['kerf', `${p.kerf} mm`, 'what the beam burns away; each outline is wider by half of it'],
      ['finger', `${p.finger} mm`, 'width of a finger, about'],
      ['handle', `${p.handle} mm`, 'diameter of the hole in the front; 0 leaves it out'],
    ],
    files: [
      ['drawer.svg', 'the sheet in real size: brown lines are cut, blue ones engraved'],
      ['drawer.dxf', 'the same, layers CUT and MARK'],
      ['drawer.json', 'the parameters of this version'],
    ],
    making: [
      ['Material', `${p.thickness} mm plywood, birch or poplar`],
      ['Order', 'engrave first, then holes, then outlines'],
      ['Check', 'cut one corner first, and change the kerf until it needs a light tap'],
    ],
    assembly: [
      'Put glue on the fingers of the bottom and set front and back onto it.',
      'Slide the sides in between and tap all joints home.',
      'Wipe the glue off, check that the corners are square, leave it for two hours.',
    ],
    licence: LICENCE,
  })
  return [
    textFile('README.md', readme),
    textFile('LICENSE', licenceText(LICENCE)),
    textFile('drawer.json', `${JSON.stringify(p, null, 2)}\n`),
    textFile('drawer.svg', sheetSvg(drawing, TITLE)),
    textFile('drawer.dxf', sheetDxf(drawing)),
  ]
}
