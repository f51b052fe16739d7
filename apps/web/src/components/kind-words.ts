import type { DesignKind } from '@truss/contracts/designs'

/** What people call each kind of design. */
export const KIND_WORDS: Record<DesignKind, string> = {
  printed: 'Printed part',
  board: 'Circuit board',
  lasercut: 'Laser-cut sheet',
  machined: 'Machined part',
  other: 'Something else',
}
