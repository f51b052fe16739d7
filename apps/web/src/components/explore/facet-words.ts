import { DesignKind } from '@truss/contracts/designs'
import { KIND_WORDS } from '../kind-words.ts'

/** What people read for a value of a facet. */
export function facetWords(name: 'kind' | 'licence' | 'tag' | 'host' | 'owner' | 'q', value: string): string {
  if (name === 'kind') {
    const kind = DesignKind.safeParse(value)
    return kind.success ? KIND_WORDS[kind.data] : value
  }
  return value
}
