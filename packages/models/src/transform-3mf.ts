import { ModelError } from './model-error.ts'
import { refuseWildCoordinate } from './model-limits.ts'

/** The 12 numbers of a 3MF transform: row vectors, the last row is the shift (3MF core, 3.3). */
export type Transform = readonly number[]

export const IDENTITY: Transform = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]

/** @throws {ModelError} `unreadable` */
export function parseTransform(text: string | undefined): Transform {
  if (text === undefined) return IDENTITY
  const numbers = text.trim().split(/\s+/).map(Number)
  if (numbers.length !== 12) throw new ModelError('unreadable', 'a transform has not twelve numbers')
  return numbers.map(refuseWildCoordinate)
}

/** First `inner`, then `outer`. */
export function chain(inner: Transform, outer: Transform): Transform {
  const rows = [0, 1, 2, 3].flatMap((row) => {
    const [x, y, z] = [inner[row * 3], inner[row * 3 + 1], inner[row * 3 + 2]] as [number, number, number]
    return row === 3 ? apply(outer, x, y, z) : apply([...outer.slice(0, 9), 0, 0, 0], x, y, z)
  })
  return rows
}

export function apply(transform: Transform, x: number, y: number, z: number): [number, number, number] {
  const t = transform as number[]
  const at = (axis: number) =>
    x * (t[axis] as number) +
    y * (t[3 + axis] as number) +
    z * (t[6 + axis] as number) +
    (t[9 + axis] as number)
  return [at(0), at(1), at(2)]
}

/** True for a transform that mirrors: corners must change their order to keep outside outside. */
export function mirrors(transform: Transform): boolean {
  const [a, b, c, d, e, f, g, h, i] = transform as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0
}
