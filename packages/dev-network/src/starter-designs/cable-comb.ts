import { countersunkHole, type Kernel, roundedRectangle, type Solid } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

/** Millimetres. */
export interface CombParameters {
  slots: number
  cableDiameter: number
  mouth: number
  pitch: number
  height: number
  foot: number
  screwDiameter: number
}

function comb(kernel: Kernel, p: CombParameters): Solid {
  const { CrossSection, Manifold } = kernel
  const length = p.slots * p.pitch + 6
  const end = 16
  const depth = p.cableDiameter + 9
  const body = roundedRectangle(kernel, length, depth, 2.5).translate(0, depth / 2)
  const keyholes = Array.from({ length: p.slots }, (_, i) => {
    const x = (i - (p.slots - 1) / 2) * p.pitch
    const eye = CrossSection.circle(p.cableDiameter / 2, 40).translate(x, 4 + p.cableDiameter / 2)
    const mouth = CrossSection.square([p.mouth, depth]).translate(x - p.mouth / 2, 4 + p.cableDiameter / 2)
    // The funnel at the front leads the cable in.
    const funnel = CrossSection.square([p.mouth * 1.5, p.mouth * 1.5], true)
      .rotate(45)
      .translate(x, depth + 0.6)
    return CrossSection.union([eye, mouth, funnel])
  })
  const teeth = body.subtract(CrossSection.union(keyholes)).extrude(p.height)
  const plate = roundedRectangle(kernel, length + 2 * end, depth, 4)
    .translate(0, depth / 2)
    .extrude(p.foot)
  const under = CrossSection.union(keyholes)
    .extrude(p.foot + 2)
    .translate(0, 0, -1)
  const holes = [-1, 1].map((sideSign) =>
    countersunkHole(kernel, p.foot, p.screwDiameter).translate(
      sideSign * (length / 2 + end / 2),
      depth / 2,
      0,
    ),
  )
  return Manifold.union([teeth, plate.subtract(under)]).subtract(Manifold.union(holes))
}

function makeComb(kernel: Kernel, p: CombParameters): Made {
  const solid = comb(kernel, p)
  return {
    parts: { comb: solid },
    assembly: { comb: solid },
    readme: {
      intro: 'Keeps cables in their place at the edge of a desk. Plugs stay where they can be reached.',
      parameters: [
        ['slots', `${p.slots}`, 'cables'],
        ['cableDiameter', `${p.cableDiameter} mm`, 'the eye behind each mouth'],
        ['mouth', `${p.mouth} mm`, 'narrower than the cable, so that it stays'],
        ['pitch', `${p.pitch} mm`, 'from cable to cable'],
        ['height', `${p.height} mm`, 'of the teeth'],
        ['foot', `${p.foot} mm`, 'thickness of the plate'],
        ['screwDiameter', `${p.screwDiameter} mm`, 'one countersunk screw at each end'],
      ],
      making: [
        ['Layer height', '0.2 mm'],
        ['Walls', '3'],
        ['Infill', '25 %'],
        ['Material', 'PETG or TPU, which bend'],
        ['Supports', 'none'],
      ],
      assembly: [
        'Screw or tape the comb to the edge of the desk, mouths outwards.',
        'Press each cable through its mouth.',
      ],
    },
  }
}

const FIRST: CombParameters = {
  slots: 5,
  cableDiameter: 5,
  mouth: 3.4,
  pitch: 14,
  height: 10,
  foot: 3,
  screwDiameter: 3.5,
}

export function cableComb(kernel: Kernel): StarterDesign {
  const title = 'Cable comb for a desk'
  return {
    slug: 'cable-comb',
    title,
    summary:
      'Six keyhole slots that hold USB cables at the edge of a desk. One small print, two screws or tape.',
    kind: 'printed',
    licence: 'MIT',
    tags: ['cable', 'desk', 'organiser'],
    commits: makeHistory({
      slug: 'cable-comb',
      title,
      licence: 'MIT',
      parameterFile: 'comb.json',
      make: (parameters: CombParameters) => makeComb(kernel, parameters),
      steps: [
        { message: 'A comb for five cables', parameters: FIRST },
        {
          message: 'Six cables, and a wider eye for braided ones',
          parameters: { ...FIRST, slots: 6, cableDiameter: 5.6 },
          tag: 'v1.0.0',
        },
      ],
    }),
  }
}
