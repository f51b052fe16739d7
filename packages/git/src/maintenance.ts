import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit, tryGit } from './git-process.ts'

const TIMEOUT_MS = 30 * 60_000

/**
 * Keeps a repository fast: small packs are rolled up geometrically, with a multi-pack bitmap for clones and a
 * commit-graph for histories. Work grows with what is new, not with the repository. Safe beside readers and
 * pushes: unreachable objects are kept.
 *
 * @throws {GitError} `timeout`, `not-found`, `broken`
 */
export async function repack(gitDir: string, options: { signal?: AbortSignal } = {}): Promise<void> {
  const common = { gitDir, timeoutMs: TIMEOUT_MS, signal: options.signal }
  const geometric = ['repack', '-d', '-l', '-q', '--geometric=2', '--write-midx']
  const objects = await readdir(join(gitDir, 'objects')).catch(() => [])
  const packs = await readdir(join(gitDir, 'objects', 'pack')).catch(() => [])
  // git has no multi-pack index over nothing.
  const empty = packs.length === 0 && !objects.some((name) => /^[0-9a-f]{2}$/.test(name))
  if (!empty) {
    const { code } = await tryGit([...geometric, '--write-bitmap-index'], common)
    // A bitmap needs every reachable object in the packs listed; a push in between can break that.
    if (code !== 0) await runGit(geometric, common)
  }
  await runGit(['pack-refs', '--all'], common)
  await runGit(
    ['commit-graph', 'write', '--reachable', '--split', '--changed-paths', '--no-progress'],
    common,
  )
}
