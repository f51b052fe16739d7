import type { DesignId, Oid } from '@truss/contracts/ids'
import { runGit, tryGit } from '@truss/git/git-process'
import { listFiles } from '@truss/git/list-files'
import { BoundedCache } from '../api/bounded-cache.ts'
import { resolveRevision } from '../api/resolve-revision.ts'
import { mayHaveStill } from './still-names.ts'

const REMEMBERED = 5000
const HISTORY_TIMEOUT_MS = 4_000

/**
 * Says under which path a blob belongs to a design, if it is or was on a branch or tag of it and a still is
 * made of such files. Anybody may ask for any oid: what was looked for in a history is remembered.
 */
export function createStillSources(): (
  repository: { design: DesignId; digest: string | null; gitDir: string },
  blob: Oid,
) => Promise<string | undefined> {
  const known = new BoundedCache<string | undefined>(REMEMBERED)

  return async ({ design, digest, gitDir }, blob) => {
    // Cheap, and what most made-up oids end at.
    const { code, stdout } = await tryGit(['cat-file', '-s', blob], { gitDir })
    const size = Number(stdout.toString())
    if (code !== 0) return undefined
    const path = await known.get(`${design} ${digest} ${blob}`, async () => {
      return (await pathNow(gitDir, blob)) ?? (await pathInHistory(gitDir, blob))
    })
    return path !== undefined && mayHaveStill(path, size) ? path : undefined
  }
}

async function pathNow(gitDir: string, blob: Oid): Promise<string | undefined> {
  const revision = await resolveRevision(gitDir, undefined)
  if (!revision) return undefined
  const match = (file: { oid: string }) => file.oid === blob
  const { files } = await listFiles(gitDir, revision.commit, { limit: 1, match })
  return files[0]?.path
}

async function pathInHistory(gitDir: string, blob: Oid): Promise<string | undefined> {
  const shape = ['-1', '-z', '--format=', '--raw', '-m', '--no-renames', '--no-abbrev', '--diff-filter=AM']
  const args = ['log', ...shape, `--find-object=${blob}`, '--branches', '--tags', '--']
  const fields = (await runGit(args, { gitDir, timeoutMs: HISTORY_TIMEOUT_MS })).toString('utf8').split('\0')
  const at = fields.findIndex((field) => field.includes(` ${blob} `))
  return at < 0 ? undefined : fields[at + 1]
}
