import type { InstanceId } from '@truss/contracts/ids'
import type { Instance } from '@truss/contracts/instances'

/** A home must be able to host: trusted and not suspended. The oldest such instance stands in for a wish that cannot be met. */
export function homeFor(wish: InstanceId | null, instances: readonly Instance[]): InstanceId | null {
  const able = instances
    .filter((instance) => instance.level === 'trusted' && !instance.suspended)
    .sort((a, b) => a.joinedAt.localeCompare(b.joinedAt))
  return (able.find((instance) => instance.id === wish) ?? able[0])?.id ?? null
}
