import { involuteGear } from './involute-gear.ts'
import { cylinder, type Kernel, type Outline, type Solid, segmentsFor } from './kernel.ts'
import { type Made, makeHistory } from './make-history.ts'
import type { StarterDesign } from './starter-design.ts'

/** Millimetres and numbers of teeth. */
export interface DriveParameters {
  sunTeeth: number
  planetTeeth: number
  planets: number
  module: number
  pressureAngleDegrees: number
  height: number
  backlash: number
  bore: number
  rimWidth: number
}

const CARRIER_HEIGHT = 4
const GAP = 0.4

/** All parts where they run: gears on z = 0, carrier below. The carrier stands still, so the sun drives the ring. */
export function driveSolids(
  kernel: Kernel,
  p: DriveParameters,
): { ring: Solid; sun: Solid; planets: Solid[]; carrier: Solid } {
  const { CrossSection, Manifold } = kernel
  const ringTeeth = p.sunTeeth + 2 * p.planetTeeth
  const gear = (teeth: number): Outline => involuteGear(kernel, { ...p, teeth, addendum: 1, dedendum: 1.25 })
  const circle = (radius: number) => CrossSection.circle(radius, segmentsFor(radius))
  const orbit = (p.module * (p.sunTeeth + p.planetTeeth)) / 2
  const peg = p.bore / 2

  // Where the sun has a tooth towards a planet, the planet has a gap, and the ring a gap where the planet has a tooth.
  const angles = Array.from({ length: p.planets }, (_, i) => (i / p.planets) * 2 * Math.PI)
  const turns = angles.map((angle) => {
    const sunPhase = (angle * p.sunTeeth) / (2 * Math.PI)
    return angle + Math.PI - ((2 * Math.PI) / p.planetTeeth) * (0.5 - sunPhase)
  })
  const planets = angles.map((angle, i) =>
    gear(p.planetTeeth)
      .subtract(circle(peg + GAP / 2))
      .rotate(degrees(turns[i] as number))
      .translate(orbit * Math.cos(angle), orbit * Math.sin(angle))
      .extrude(p.height),
  )
  const cavity = involuteGear(kernel, {
    ...p,
    teeth: ringTeeth,
    addendum: 1.25,
    dedendum: 1,
    backlash: -p.backlash,
  }).rotate(degrees(((turns[0] as number) * p.planetTeeth) / ringTeeth))
  const ringRadius = (p.module * ringTeeth) / 2 + 1.25 * p.module + p.rimWidth
  const ring = circle(ringRadius)
    .subtract(cavity)
    .extrude(p.height + CARRIER_HEIGHT + GAP)
    .translate(0, 0, -CARRIER_HEIGHT - GAP)
  const sun = gear(p.sunTeeth).subtract(hexagon(kernel, 6.2)).extrude(p.height)
  const plate = circle((p.module * ringTeeth) / 2 - p.module - 2 * GAP)
    .subtract(circle(5))
    .extrude(CARRIER_HEIGHT)
    .translate(0, 0, -CARRIER_HEIGHT - GAP)
  const pegs = angles.map((angle) =>
    cylinder(kernel, p.height + GAP + 0.5, peg).translate(
      orbit * Math.cos(angle),
      orbit * Math.sin(angle),
      -GAP - 0.5,
    ),
  )
  return { ring, sun, planets, carrier: Manifold.union([plate, ...pegs]) }
}

function makeDrive(kernel: Kernel, p: DriveParameters): Made {
  const { ring, sun, planets, carrier } = driveSolids(kernel, p)
  const ringTeeth = p.sunTeeth + 2 * p.planetTeeth
  const ratio = (1 + ringTeeth / p.sunTeeth).toFixed(1)
  return {
    parts: { ring, sun, planet: planets[0] as Solid, carrier },
    assembly: {
      ring,
      sun,
      ...Object.fromEntries(planets.map((planet, i) => [`planet ${i + 1}`, planet])),
      carrier,
    },
    readme: {
      intro: `A planetary gear with real involute teeth. With the ring held, the carrier turns once for ${ratio} turns of the sun. Everything prints flat; nothing but the parts is needed.`,
      parameters: [
        ['sunTeeth', `${p.sunTeeth}`, 'teeth of the gear in the middle'],
        ['planetTeeth', `${p.planetTeeth}`, `teeth of each of the ${p.planets} planets`],
        ['(ring)', `${ringTeeth}`, 'teeth inside the ring: sun and twice planet'],
        ['module', `${p.module} mm`, 'pitch diameter for each tooth'],
        [
          'pressureAngleDegrees',
          `${p.pressureAngleDegrees}°`,
          'wide enough that eleven teeth are not undercut',
        ],
        ['height', `${p.height} mm`, 'of the gears'],
        ['backlash', `${p.backlash} mm`, 'taken off each tooth along the pitch circle'],
        ['bore', `${p.bore} mm`, 'of the planets'],
      ],
      making: [
        ['Layer height', '0.15 mm'],
        ['Walls', '3'],
        ['Infill', '30 %'],
        ['Material', 'PLA or PETG; nylon for a motor'],
        ['Supports', 'none'],
        ['Elephant foot', 'compensate by 0.15 mm, or scrape the first layer off the teeth'],
      ],
      assembly: [
        `Print the planet ${p.planets} times.`,
        'Lay the ring over the carrier, pegs up.',
        'Put the planets on the pegs; turn each until it slides into the ring.',
        'Press the sun in between. If it does not go in, turn the planets by one tooth each.',
        'A drop of silicone oil. A 6 mm hexagon bit drives the sun.',
      ],
    },
  }
}

const FIRST: DriveParameters = {
  sunTeeth: 13,
  planetTeeth: 11,
  planets: 3,
  module: 2,
  pressureAngleDegrees: 25,
  height: 8,
  backlash: 0.1,
  bore: 6,
  rimWidth: 4,
}

export function planetaryDrive(kernel: Kernel): StarterDesign {
  const title = 'Planetary drive 1:3.7'
  return {
    slug: 'planetary-drive',
    title,
    summary:
      'Sun, three planets and ring with involute teeth. Prints flat, needs no screws, runs from a 6 mm hexagon bit.',
    kind: 'printed',
    licence: 'CC-BY-SA-4.0',
    tags: ['gear', 'mechanism', 'involute', 'parametric'],
    commits: makeHistory({
      slug: 'planetary-drive',
      title,
      licence: 'CC-BY-SA-4.0',
      parameterFile: 'drive.json',
      make: (parameters: DriveParameters) => makeDrive(kernel, parameters),
      steps: [
        { message: 'Planetary drive with 13, 11 and 35 teeth', parameters: FIRST },
        {
          message: 'Twice the backlash\n\nThe first print turned only after an hour of running in.',
          parameters: { ...FIRST, backlash: 0.2 },
          tag: 'v1.0.0',
        },
        {
          message: 'Taller gears and a stronger rim',
          parameters: { ...FIRST, backlash: 0.2, height: 10, rimWidth: 5 },
          tag: 'v1.1.0',
        },
      ],
    }),
  }
}

function hexagon({ CrossSection }: Kernel, acrossFlats: number): Outline {
  return CrossSection.circle(acrossFlats / Math.sqrt(3), 6)
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}
