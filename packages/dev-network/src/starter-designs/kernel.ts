import type { Mesh } from '@truss/models/mesh'
import type { CrossSection, Manifold, ManifoldToplevel } from 'manifold-3d'
import Module from 'manifold-3d'

export type Solid = Manifold
export type Outline = CrossSection
export type Kernel = ManifoldToplevel

/** A geometry kernel with a memory of its own, which is given back as a whole when nobody holds it any more. */
export async function loadKernel(): Promise<Kernel> {
  const kernel = await Module()
  kernel.setup()
  return kernel
}

export function toMesh(solid: Solid): Mesh {
  const { vertProperties, triVerts } = solid.getMesh()
  return { positions: new Float32Array(vertProperties), indices: new Uint32Array(triVerts) }
}

/** Enough segments that a round looks round at arm's length, and no more. */
export function segmentsFor(radius: number): number {
  return Math.min(128, Math.max(24, Math.round((radius * 5 + 20) / 4) * 4))
}

/** Upright, its foot at z = 0. */
export function cylinder({ Manifold }: Kernel, height: number, radius: number, topRadius = radius): Solid {
  return Manifold.cylinder(height, radius, topRadius, segmentsFor(Math.max(radius, topRadius)))
}

/** A box from one corner to the other. */
export function block(
  { Manifold }: Kernel,
  from: [number, number, number],
  to: [number, number, number],
): Solid {
  return Manifold.cube([to[0] - from[0], to[1] - from[1], to[2] - from[2]]).translate(from)
}

/** A rectangle around the origin with round corners. */
export function roundedRectangle(
  { CrossSection }: Kernel,
  width: number,
  depth: number,
  radius: number,
): Outline {
  return CrossSection.square([width - 2 * radius, depth - 2 * radius], true).offset(radius, 'Round', 2, 32)
}

/** What a countersunk screw takes away: through from z = 0 up, its head flush with `top`. */
export function countersunkHole(kernel: Kernel, top: number, diameter: number): Solid {
  const head = diameter
  const cone = cylinder(kernel, diameter / 2, diameter / 2, head).translate(0, 0, top - diameter / 2)
  const lid = cylinder(kernel, 1, head).translate(0, 0, top - 0.001)
  return kernel.Manifold.union([cylinder(kernel, top + 2, diameter / 2).translate(0, 0, -1), cone, lid])
}
