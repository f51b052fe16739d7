import type { Kernel, Outline } from './kernel.ts'

export interface GearParameters {
  teeth: number
  /** Millimetres of pitch diameter for each tooth. */
  module: number
  pressureAngleDegrees: number
  /** Of the tips above and the roots below the pitch circle, in modules. */
  addendum: number
  dedendum: number
  /** Millimetres by which a tooth is thinner than half the pitch, along the pitch circle; negative for a cavity. */
  backlash: number
}

/** Points along each flank: the curve is short and nearly straight. */
const FLANK_POINTS = 7

/** An involute gear around the origin, with a tooth at the positive x axis. */
export function involuteGear({ CrossSection }: Kernel, gear: GearParameters): Outline {
  const pitchRadius = (gear.module * gear.teeth) / 2
  const pressure = (gear.pressureAngleDegrees * Math.PI) / 180
  const baseRadius = pitchRadius * Math.cos(pressure)
  const tip = pitchRadius + gear.addendum * gear.module
  const root = pitchRadius - gear.dedendum * gear.module
  const halfTooth = Math.PI / (2 * gear.teeth) - gear.backlash / (2 * pitchRadius)
  // Below the base circle there is no involute; the flank goes on towards the axis.
  const halfAngleAt = (radius: number) =>
    halfTooth + involute(pressure) - involute(Math.acos(Math.min(1, baseRadius / radius)))
  const start = Math.max(root, baseRadius)
  const flank = Array.from(
    { length: FLANK_POINTS },
    (_, i) => start + ((tip - start) * i) / (FLANK_POINTS - 1),
  )
  const radii = root < baseRadius ? [root, ...flank] : flank
  const points: [number, number][] = []
  for (let tooth = 0; tooth < gear.teeth; tooth++) {
    const middle = (tooth / gear.teeth) * 2 * Math.PI
    for (const radius of radii) points.push(polar(radius, middle - Math.max(0, halfAngleAt(radius))))
    for (const radius of radii.toReversed())
      points.push(polar(radius, middle + Math.max(0, halfAngleAt(radius))))
    points.push(polar(root, middle + Math.PI / gear.teeth))
  }
  return new CrossSection([points])
}

function involute(angle: number): number {
  return Math.tan(angle) - angle
}

function polar(radius: number, angle: number): [number, number] {
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}
