import type { Instance } from '@truss/contracts/instances'

/** Whether an instance may host designs and take writes now. */
export function mayWrite(instance: Pick<Instance, 'level' | 'suspended'>): boolean {
  return instance.level === 'trusted' && !instance.suspended
}
