import { GitError } from './git-error.ts'
import { exitError, runGit, tryGit } from './git-process.ts'
import { gitRecords } from './git-records.ts'
import { assertOid } from './names.ts'

const TIMEOUT_MS = 30_000
const MAX_NEW_OBJECTS = 500_000

/** The environment of a push's quarantine, as `decide` is given it; empty outside of a push. */
export interface InspectOptions {
  env?: Readonly<Record<string, string>>
}

/**
 * Whether `descendant` reaches `ancestor`: an update from the one to the other is a fast-forward.
 *
 * @throws {GitError} `broken` when one of them is no commit
 */
export async function isAncestor(
  gitDir: string,
  ancestor: string,
  descendant: string,
  options: InspectOptions = {},
): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', assertOid(ancestor), assertOid(descendant)]
  const { code, stderr } = await tryGit(args, { gitDir, env: options.env, timeoutMs: TIMEOUT_MS })
  if (code > 1) throw exitError(args, code, stderr)
  return code === 0
}

export interface NewBlob {
  oid: string
  size: number
  /** One path at which the push has it. */
  path: string
}

/**
 * Blobs that the given oids reach and no ref reaches yet, largest first, those of `minBytes` and more. `totalBytes`
 * counts all new blobs, unpacked.
 *
 * @throws {GitError} `too-large` beyond half a million new objects, `timeout`
 */
export async function listNewBlobs(
  gitDir: string,
  oids: readonly string[],
  options: InspectOptions & { minBytes?: number } = {},
): Promise<{ blobs: NewBlob[]; totalBytes: number }> {
  const { env, minBytes = 0 } = options
  if (oids.length === 0) return { blobs: [], totalBytes: 0 }
  const walk = ['rev-list', '--objects', ...oids.map(assertOid), '--not', '--all']
  const lines: string[] = []
  for await (const line of gitRecords(walk, { gitDir, env, delimiter: '\n', timeoutMs: TIMEOUT_MS })) {
    if (lines.length === MAX_NEW_OBJECTS) throw new GitError('too-large', 'the push holds too many objects')
    lines.push(line)
  }
  const format = '%(objecttype) %(objectname) %(objectsize) %(rest)'
  const input = `${lines.join('\n')}\n`
  if (lines.length === 0) return { blobs: [], totalBytes: 0 }
  const output = await runGit(['cat-file', `--batch-check=${format}`], {
    gitDir,
    env,
    input,
    timeoutMs: TIMEOUT_MS,
  })
  const all: NewBlob[] = []
  for (const line of output.toString('utf8').split('\n')) {
    const [, oid, size, path = ''] = /^blob ([0-9a-f]+) (\d+) (.*)$/.exec(line) ?? []
    if (oid !== undefined) all.push({ oid, size: Number(size), path })
  }
  const totalBytes = all.reduce((sum, { size }) => sum + size, 0)
  const blobs = all.filter(({ size }) => size >= minBytes).sort((a, b) => b.size - a.size)
  return { blobs, totalBytes }
}
