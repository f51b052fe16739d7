const SLACK_BYTES = 16 * 1024 * 1024

/**
 * Most bytes that a fetch may bring: what the host said of its repository, 20 % and 16 MiB more. A host measures
 * before the push that it signs for is in place, so an honest one can be far off: a later attempt goes up to the
 * operator's own limit.
 */
export function fetchLimit(input: {
  hintBytes: number | undefined
  attempt: number
  maxCopyBytes: number
}): number {
  const { hintBytes, attempt, maxCopyBytes } = input
  if (hintBytes === undefined || attempt > 1) return maxCopyBytes
  return Math.min(maxCopyBytes, Math.ceil(hintBytes * 1.2) + SLACK_BYTES)
}
