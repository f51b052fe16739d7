import type { InstanceRow } from '@truss/contracts/views'

/** Silent for longer than this counts as not answering. */
const SILENT_MS = 5 * 60 * 1000
/** Further behind than this counts as late. In feed events. */
const LATE_EVENTS = 1000

export type InstanceState = 'in-order' | 'late' | 'silent' | 'waiting' | 'suspended'

/** How an instance is doing, from what the registry has heard of it. */
export function instanceState(
  { instance, health }: InstanceRow,
  headIndex: number,
  now: number,
): InstanceState {
  if (instance.suspended) return 'suspended'
  if (instance.level === 'applied') return 'waiting'
  if (!health?.lastContactAt || now - Date.parse(health.lastContactAt) > SILENT_MS) return 'silent'
  const lag = instanceLag(health.appliedIndex, headIndex)
  return lag === null || lag > LATE_EVENTS ? 'late' : 'in-order'
}

/** Feed events that are not applied yet; `null` where the instance has not said. */
export function instanceLag(appliedIndex: number | null, headIndex: number): number | null {
  return appliedIndex === null ? null : Math.max(0, headIndex - appliedIndex)
}

const ORDER: Record<InstanceState, number> = { suspended: 0, silent: 1, late: 2, waiting: 3, 'in-order': 4 }

/** What needs a look first, then by name. */
export function byNeed(headIndex: number, now: number): (a: InstanceRow, b: InstanceRow) => number {
  return (a, b) =>
    ORDER[instanceState(a, headIndex, now)] - ORDER[instanceState(b, headIndex, now)] ||
    a.instance.name.localeCompare(b.instance.name)
}
