import { setHead } from './bare-repository.ts'
import { GitError } from './git-error.ts'
import { assertOid, assertRefName } from './names.ts'
import { listRefs, type RefChange, updateRefs } from './refs.ts'

const INCOMING = 'refs/truss/incoming/'

/**
 * Makes the refs of a mirror exactly `target`, drops what lies below `refs/truss/incoming/`, and sets HEAD. Readers
 * see the old refs or the new ones: one transaction. The exception is a name that turns from `a` into `a/b` or back,
 * which git cannot do in one: such names are deleted in a transaction before it. HEAD moves last. Repeating the call
 * after a crash finishes the work as long as the objects are there.
 *
 * @throws {GitError} `conflict` when somebody else moved a ref meanwhile; `rejected` for a bad name or a missing object
 */
export async function switchRefs(
  gitDir: string,
  target: readonly { name: string; oid: string }[],
  head: string,
): Promise<void> {
  const wanted = new Map(target.map(({ name, oid }) => [assertRefName(name), assertOid(oid)]))
  if (wanted.size < target.length) throw new GitError('rejected', 'a ref is named twice')
  for (const name of wanted.keys()) {
    if (name.startsWith(INCOMING)) throw new GitError('rejected', 'incoming refs are no target')
  }
  const current = new Map((await listRefs(gitDir)).map(({ name, oid }) => [name, oid]))
  const deletions: RefChange[] = []
  for (const [name, oid] of current) {
    if (!wanted.has(name)) deletions.push({ ref: name, old: oid, new: null })
  }
  const moves: RefChange[] = []
  for (const [name, oid] of wanted) {
    const old = current.get(name) ?? null
    if (old !== oid) moves.push({ ref: name, old, new: oid })
  }
  const created = moves.filter(({ old }) => old === null).map(({ ref }) => ref)
  const inTheWay = standingInTheWay(deletions, created)
  await updateRefs(gitDir, [...inTheWay])
  await updateRefs(gitDir, [...deletions.filter((change) => !inTheWay.has(change)), ...moves])
  await setHead(gitDir, head)
}

/** Deletions whose name is a folder of a new ref, or lies in a folder that becomes a ref. */
function standingInTheWay(deletions: readonly RefChange[], created: readonly string[]): Set<RefChange> {
  const newNames = new Set(created)
  const newFolders = new Set(created.flatMap(foldersOf))
  return new Set(
    deletions.filter(
      ({ ref }) => newFolders.has(ref) || foldersOf(ref).some((folder) => newNames.has(folder)),
    ),
  )
}

function foldersOf(ref: string): string[] {
  const parts = ref.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
