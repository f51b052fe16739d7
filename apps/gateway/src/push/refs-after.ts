import { RefName } from '@truss/contracts/ids'
import type { RefMove } from '@truss/contracts/records'
import type { Ref } from '@truss/git/refs'

export interface RefTable {
  readonly head: RefName
  readonly refs: readonly { readonly name: RefName; readonly oid: string }[]
}

/** Refs that people see and states cover; Truss's own are left out. */
export function publicRefs(refs: readonly Pick<Ref, 'name' | 'oid'>[]): { name: RefName; oid: string }[] {
  return refs
    .filter((ref) => !ref.name.startsWith('refs/truss/'))
    .map((ref) => ({ name: RefName.parse(ref.name), oid: ref.oid }))
}

/** The first move that does not start where its ref stands now: somebody was faster. */
export function staleMove(table: RefTable, moves: readonly RefMove[]): RefMove | undefined {
  const now = new Map<string, string>(table.refs.map((ref) => [ref.name, ref.oid]))
  return moves.find((move) => (now.get(move.ref) ?? null) !== move.old)
}

/** The table once all moves are done. A HEAD that names no branch turns to the best one there is. */
export function refsAfter(table: RefTable, moves: readonly RefMove[]): RefTable {
  const refs = new Map<RefName, string>(table.refs.map((ref) => [ref.name, ref.oid]))
  for (const move of moves) {
    if (move.new === null) refs.delete(move.ref)
    else refs.set(move.ref, move.new)
  }
  const sorted = [...refs].map(([name, oid]) => ({ name, oid }))
  return { head: headOf(table.head, [...refs.keys()]), refs: sorted }
}

function headOf(head: RefName, names: readonly RefName[]): RefName {
  const branches = names.filter((name) => name.startsWith('refs/heads/')).sort()
  if (branches.length === 0 || branches.includes(head)) return head
  const usual = ['refs/heads/main', 'refs/heads/master'].find((name) => branches.includes(name as RefName))
  return (usual as RefName | undefined) ?? branches[0] ?? head
}
