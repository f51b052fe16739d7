import { beforeAll, expect, test } from 'vitest'
import { type DrawerParameters, drawerPanels, panelOutline } from './drawer-drawing.ts'
import { GATE_HINGE } from './gate-hinge.ts'
import { hingeSolids } from './hinge-solids.ts'
import { hingedBoxSolids } from './hinged-box.ts'
import { type Kernel, loadKernel, type Solid } from './kernel.ts'
import { type DriveParameters, driveSolids } from './planetary-drive.ts'
import { SENSOR_BOX } from './sensor-box.ts'

let kernel: Kernel
beforeAll(async () => {
  kernel = await loadKernel()
})

/** Cubic millimetres in which two parts would have to be at once. */
const overlap = (a: Solid, b: Solid) => a.intersect(b).volume()

const DRIVE: DriveParameters = {
  sunTeeth: 13,
  planetTeeth: 11,
  planets: 3,
  module: 2,
  pressureAngleDegrees: 25,
  height: 10,
  backlash: 0.2,
  bore: 6,
  rimWidth: 5,
}

test('the gears mesh: no tooth cuts into another, and each would after a quarter of a pitch', () => {
  const { ring, sun, planets, carrier } = driveSolids(kernel, DRIVE)
  for (const planet of planets) {
    expect(overlap(sun, planet)).toBeLessThan(0.01)
    expect(overlap(ring, planet)).toBeLessThan(0.01)
    expect(overlap(carrier, planet)).toBeLessThan(0.01)
  }
  const quarter = 360 / DRIVE.sunTeeth / 4
  const first = planets[0] as Solid
  expect(overlap(sun.rotate(0, 0, quarter), first)).toBeGreaterThan(1)
  expect(overlap(ring.rotate(0, 0, 360 / 35 / 4), first)).toBeGreaterThan(1)
})

test('the leaves of the hinge interlock with a gap, and the pin turns in both', () => {
  const { left, right, pin } = hingeSolids(kernel, GATE_HINGE)
  for (const [a, b] of [
    [left, right],
    [left, pin],
    [right, pin],
  ] as const) {
    expect(overlap(a, b)).toBe(0)
    expect(a.minGap(b, 2)).toBeGreaterThan(0.1)
  }
})

test('the leaves swing freely from open to closed', () => {
  const { left, right } = hingeSolids(kernel, GATE_HINGE)
  const axis = GATE_HINGE.knuckleDiameter / 2
  for (const angle of [30, 60, 90, 120, 150]) {
    const turned = left.translate(0, 0, -axis).rotate(0, angle, 0).translate(0, 0, axis)
    expect(overlap(turned, right), `${angle}°`).toBeLessThan(0.01)
  }
})

test('the hinged lid opens without cutting into the box', () => {
  const hinge = {
    ...GATE_HINGE,
    length: 64,
    leafWidth: 16,
    thickness: 2.4,
    knuckleDiameter: 7,
    screwsPerLeaf: 0,
  }
  const { box, lid, pin } = hingedBoxSolids(kernel, { box: SENSOR_BOX, hinge, open: 0 })
  const [y, z] = [SENSOR_BOX.depth / 2 + 3.5, SENSOR_BOX.height + 3.5]
  expect(overlap(pin, box) + overlap(pin, lid)).toBeLessThan(0.01)
  for (const angle of [0, 30, 60, 90]) {
    const opened = lid.translate(0, -y, -z).rotate(-angle, 0, 0).translate(0, y, z)
    expect(overlap(opened, box), `${angle}°`).toBeLessThan(0.01)
  }
})

test('the panels of the drawer fill its walls: fingers on one side, gaps of the same place on the other', () => {
  const p: DrawerParameters = {
    width: 160,
    depth: 120,
    height: 70,
    thickness: 4,
    kerf: 0,
    finger: 12,
    handle: 0,
  }
  const t = p.thickness
  const [bottom, front, back, left, right] = drawerPanels(p).map((panel) =>
    panelOutline(kernel, panel, p).extrude(t),
  ) as [Solid, Solid, Solid, Solid, Solid]
  // Panels are drawn with y down; here the drawer lies on its open side, z down as well.
  const upright = (solid: Solid) => solid.rotate([90, 0, 0]).translate(0, t, 0)
  const sideways = (solid: Solid) => upright(solid).rotate([0, 0, 90]).translate(t, 0, 0)
  const walls = [
    bottom.translate(0, 0, p.height - t),
    upright(front),
    upright(back).translate(0, p.depth - t, 0),
    sideways(left),
    sideways(right).translate(p.width - t, 0, 0),
  ]
  const whole = kernel.Manifold.union(walls)
  const outer = kernel.Manifold.cube([p.width, p.depth, p.height])
  const inner = kernel.Manifold.cube([p.width - 2 * t, p.depth - 2 * t, p.height - t]).translate(t, t, 0)
  const sum = walls.reduce((total, wall) => total + wall.volume(), 0)
  expect(whole.volume()).toBeCloseTo(sum, 3)
  expect(whole.volume()).toBeCloseTo(outer.volume() - inner.volume(), 3)
})
