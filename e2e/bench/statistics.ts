/** The middle of a list; between the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const low = sorted[Math.ceil(half) - 1]
  const high = sorted[Math.floor(half)]
  if (low === undefined || high === undefined) throw new Error('the median of nothing')
  return (low + high) / 2
}

export interface Pairs {
  readonly truss: readonly number[]
  /** Empty where there is no other side. */
  readonly other: readonly number[]
}

/**
 * Measures both sides in turn, so that what else the machine does meets both alike. Who goes first alternates.
 *
 * @returns what the two measured, in their own unit, without the rounds of the warm-up
 */
export async function alternate(
  count: { warmUp: number; pairs: number },
  truss: () => Promise<number>,
  other: (() => Promise<number>) | undefined,
): Promise<Pairs> {
  const measured = { truss: [] as number[], other: [] as number[] }
  for (let round = -count.warmUp; round < count.pairs; round++) {
    const sides = [
      { values: measured.truss, measure: truss },
      ...(other ? [{ values: measured.other, measure: other }] : []),
    ]
    if (round % 2 !== 0) sides.reverse()
    for (const { values, measure } of sides) {
      const value = await measure()
      if (round >= 0) values.push(value)
    }
  }
  return measured
}

/** Median of the ratios of each pair: steadier than the ratio of the medians when the machine's speed drifts. */
export function medianRatio({ truss, other }: Pairs): number | undefined {
  if (other.length === 0) return undefined
  return median(truss.map((value, index) => value / (other[index] ?? Number.NaN)))
}
