import type { Random } from '../deps.ts'

const FIRST_MS = 100
const DEFAULT_MAX_MS = 30_000

/**
 * How long to wait after a number of failures in a row: anything between nothing and a bound that doubles from
 * 100 ms. Whoever lost the same server at the same moment comes back spread out.
 */
export function fullJitter(failures: number, random: Random, maxMs = DEFAULT_MAX_MS): number {
  return Math.floor(random() * Math.min(maxMs, FIRST_MS * 2 ** Math.max(failures - 1, 0)))
}
