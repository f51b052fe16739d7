/** Where the camera stands, z up. Angles in degrees; azimuth 0 looks from the front (along +y). */
export interface Orbit {
  readonly azimuth: number
  /** 90 looks straight down. */
  readonly elevation: number
}

/** The camera of the stills: 30° above, the part turned 32°. */
export const HOME: Orbit = { azimuth: -32, elevation: 30 }

/** The six sides, in the order of their keys 1 to 6. */
export const SIDES = [
  { name: 'Front', orbit: { azimuth: 0, elevation: 0 } },
  { name: 'Right', orbit: { azimuth: 90, elevation: 0 } },
  { name: 'Back', orbit: { azimuth: 180, elevation: 0 } },
  { name: 'Left', orbit: { azimuth: -90, elevation: 0 } },
  { name: 'Top', orbit: { azimuth: 0, elevation: 90 } },
  { name: 'Bottom', orbit: { azimuth: 0, elevation: -90 } },
] as const satisfies readonly { name: string; orbit: Orbit }[]

export function turned(orbit: Orbit, azimuth: number, elevation: number): Orbit {
  return {
    azimuth: wrapped(orbit.azimuth + azimuth),
    elevation: Math.min(90, Math.max(-90, orbit.elevation + elevation)),
  }
}

const wrapped = (degrees: number) => ((((degrees + 180) % 360) + 360) % 360) - 180

/** Between two views, the short way round; `t` from 0 to 1. */
export function between(from: Orbit, to: Orbit, t: number): Orbit {
  return {
    azimuth: wrapped(from.azimuth + wrapped(to.azimuth - from.azimuth) * t),
    elevation: from.elevation + (to.elevation - from.elevation) * t,
  }
}

export type Vector = readonly [x: number, y: number, z: number]

/** Unit vectors of a view: to the right, up, and from the part to the camera. */
export function axesOf({ azimuth, elevation }: Orbit): { right: Vector; up: Vector; back: Vector } {
  const a = (azimuth * Math.PI) / 180
  const e = (elevation * Math.PI) / 180
  const [sa, ca, se, ce] = [Math.sin(a), Math.cos(a), Math.sin(e), Math.cos(e)]
  return { right: [ca, sa, 0], up: [-sa * se, ca * se, ce], back: [sa * ce, -ca * ce, se] }
}

/** Free space on each side of the part, as in the stills. */
const MARGIN = 0.09

/** Half the height, in mm, that the picture must show so that a box of this size fits. */
export function fitHalfHeight(size: Vector, orbit: Orbit, aspect: number): number {
  const { right, up } = axesOf(orbit)
  const along = (axis: Vector) => size.reduce((sum, mm, at) => sum + Math.abs(mm * (axis[at] ?? 0)), 0) / 2
  return Math.max(along(up), along(right) / aspect, 1e-3) / (1 - 2 * MARGIN)
}
