/** Maps in order of the input, with at most `limit` running at a time. The first failure fails all. */
export async function throughLimit<T, R>(
  limit: number,
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const rest = items.entries()
  async function lane(): Promise<void> {
    for (const [index, item] of rest) results[index] = await run(item)
  }
  await Promise.all(Array.from({ length: limit }, lane))
  return results
}
