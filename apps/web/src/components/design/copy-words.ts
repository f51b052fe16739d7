import type { CopyStatus, Holder } from '@truss/contracts/views'

/** Which copies of a design are known, said in one line. */
export function copiesHeadline(holders: readonly Holder[]): string {
  const mirrors = holders.filter(({ host }) => !host).length
  if (holders.length === 0) return 'No verified copy is known'
  if (mirrors === 0) return 'One copy, at the host'
  return `Verified on ${mirrors} ${mirrors === 1 ? 'mirror' : 'mirrors'}`
}

/** The line below a holder's name: `host, state 41`, `mirror, state 40 of 41`. */
export function holderWords(holder: Holder, newest: number | null): string {
  const role = holder.host ? 'host' : 'mirror'
  if (holder.current || newest === null || holder.seq >= newest) return `${role}, state ${holder.seq}`
  return `${role}, state ${holder.seq} of ${newest}`
}

/** The state that this instance serves: `state 40 of 41`; empty when nothing is known. */
export function stateWords(copy: CopyStatus, newest: number | null): string {
  const role = copy.host ? 'host' : 'mirror'
  if (copy.verdict === 'absent') return 'no files here'
  if (copy.verdict === 'refused') return copy.reason ?? 'files differ from the signed state'
  if (copy.seq === null) return role
  if (newest !== null && copy.seq < newest) return `${role}, state ${copy.seq} of ${newest}`
  return `${role}, state ${copy.seq}`
}
