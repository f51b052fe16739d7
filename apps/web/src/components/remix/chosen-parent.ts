import type { DesignKind } from '@truss/contracts/designs'
import type { Verdict } from '@truss/contracts/views'

/** A parent of the remix that is being made, as plain data for the form. */
export interface ChosenParent {
  /** `owner/slug`. */
  name: string
  owner: string
  title: string
  licence: string | null
  kind: DesignKind
  hostName: string
  still: string | null
  verdict: Verdict
  asOf: string | null
  /** Where its files go unless the person says otherwise. */
  folder: string
  versions: { ref: string; label: string }[]
}

/** Gives parents of the same name folders of their own. */
export function folderOf(parents: readonly ChosenParent[], at: number): string {
  const parent = parents[at]
  if (!parent) return ''
  const taken = parents.slice(0, at).filter((one) => one.folder === parent.folder).length
  return taken === 0 ? parent.folder : `${parent.folder}-${taken + 1}`
}
