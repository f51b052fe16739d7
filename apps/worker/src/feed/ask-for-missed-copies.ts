import { askForCopy } from '../mirror/ask-for-copy.ts'
import type { ReactDeps } from './react-to-events.ts'

/**
 * Queues every copy that is behind the catalog, and by the policy `all` every one that is missing: for the time
 * before this process, and for a newcomer. Goes host by host, so that one answer of the database stays small.
 */
export async function askForMissedCopies(deps: ReactDeps): Promise<number> {
  const { catalog, copies } = deps.stores
  let asked = 0
  for (const { id } of await catalog.instances()) {
    if (id === deps.self.id) continue
    const designs = (await catalog.hostedBy(id)).map((entry) => entry.design)
    const here = await copies.many(designs.map((design) => design.id))
    for (const { id: design, head } of designs) {
      const copy = here.get(design)
      if (!head || copy?.host || (!copy && deps.policy !== 'all')) continue
      if (copy && copy.lastRecord === head.record) continue
      await askForCopy(deps, design)
      asked += 1
    }
  }
  return asked
}
