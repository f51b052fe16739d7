import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { setHead } from './bare-repository.ts'
import { GitError } from './git-error.ts'
import { closed, collectStderr, spawnGit, stopGit, tryGit } from './git-process.ts'
import { FSCK_SEVERITIES } from './hard-settings.ts'
import { isRefName } from './names.ts'
import { updateRefs } from './refs.ts'

/** Room for the list of refs before the pack begins. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024
const TIMEOUT_MS = 10 * 60_000

export interface ImportedBundle {
  refs: { name: string; oid: string }[]
  /** Branch that HEAD names afterwards; a bundle stores only HEAD's oid, so it is worked out. */
  head: string
}

/**
 * Reads a git bundle (version 2 or 3, whole history) into an empty repository: every ref, and HEAD. Objects pass
 * the same checks as those of a push; refs appear together, after the last object.
 *
 * @throws {GitError} `too-large`, `rejected` (not a bundle, needs other commits, refused objects), `conflict` (a ref exists)
 */
export async function importBundle(
  path: string,
  bundleFile: string,
  options: { maxBytes: number; signal?: AbortSignal },
): Promise<ImportedBundle> {
  const { size } = await stat(bundleFile).catch(() => {
    throw new GitError('not-found', 'no such bundle')
  })
  if (size > options.maxBytes) throw new GitError('too-large', `the bundle has ${size} bytes`)
  const header = await readHeader(bundleFile)
  // Not `git fetch <bundle>`: before git 2.46 that runs no fsck over a bundle's objects.
  await indexPack(path, bundleFile, header.packOffset, options)
  await checkConnected(path, header.refs)
  await updateRefs(
    path,
    header.refs.map(({ name, oid }) => ({ ref: name, old: null, new: oid })),
  )
  const head = pickHead(header.refs, header.head)
  await setHead(path, head)
  return { refs: header.refs, head }
}

interface BundleHeader {
  refs: { name: string; oid: string }[]
  head: string | undefined
  packOffset: number
}

async function readHeader(bundleFile: string): Promise<BundleHeader> {
  const file = await open(bundleFile)
  const buffer = Buffer.alloc(MAX_HEADER_BYTES)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0).finally(() => file.close())
  const end = buffer.subarray(0, bytesRead).indexOf('\n\n')
  const lines = buffer.toString('utf8', 0, Math.max(end, 0)).split('\n')
  if (end === -1 || !/^# v[23] git bundle$/.test(lines[0] ?? '')) {
    throw new GitError('rejected', 'not a git bundle')
  }
  const refs: { name: string; oid: string }[] = []
  let head: string | undefined
  for (const line of lines.slice(1)) {
    if (/^@object-format=/.test(line)) continue
    if (line.startsWith('@'))
      throw new GitError('rejected', 'the bundle needs a capability that is not known')
    if (line.startsWith('-'))
      throw new GitError('rejected', 'the bundle builds on commits that it does not hold')
    const [, oid, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? []
    if (oid === undefined || name === undefined) throw new GitError('rejected', 'malformed bundle header')
    if (name === 'HEAD') head = oid
    else if (isRefName(name) && !name.startsWith('refs/truss/')) refs.push({ name, oid })
    else throw new GitError('rejected', 'the bundle names a ref that is not allowed')
  }
  return { refs, head, packOffset: end + 2 }
}

async function indexPack(
  gitDir: string,
  bundleFile: string,
  start: number,
  options: { maxBytes: number; signal?: AbortSignal },
): Promise<void> {
  const strict = `--strict=${FSCK_SEVERITIES.join(',')}`
  const args = ['index-pack', '--stdin', strict, `--max-input-size=${options.maxBytes}`]
  const child = spawnGit(args, { gitDir, signal: options.signal })
  const stderr = collectStderr(child)
  const timer = setTimeout(() => stopGit(child), TIMEOUT_MS)
  child.stdout?.resume()
  const source = createReadStream(bundleFile, { start })
  source.on('error', () => stopGit(child))
  if (child.stdin !== null) source.pipe(child.stdin)
  const code = await closed(child).finally(() => {
    clearTimeout(timer)
    source.destroy()
  })
  if (options.signal?.aborted || code === null)
    throw new GitError('timeout', 'the import was stopped', stderr())
  if (code !== 0) throw new GitError('rejected', 'the bundle holds objects that are refused', stderr())
}

/** A bundle may name commits that its pack does not complete; such refs would break every later clone. */
async function checkConnected(gitDir: string, refs: readonly { oid: string }[]): Promise<void> {
  const input = refs.map(({ oid }) => `${oid}\n`).join('')
  const args = ['rev-list', '--objects', '--quiet', '--stdin']
  const { code, stderr } = await tryGit(args, { gitDir, input, timeoutMs: TIMEOUT_MS })
  if (code !== 0) throw new GitError('rejected', 'the bundle does not hold the whole history', stderr)
}

function pickHead(refs: readonly { name: string; oid: string }[], head: string | undefined): string {
  const branches = refs.filter(({ name }) => name.startsWith('refs/heads/'))
  const fitting = head === undefined ? branches : branches.filter(({ oid }) => oid === head)
  const pool = fitting.length > 0 ? fitting : branches
  const usual = ['refs/heads/main', 'refs/heads/master'].find((name) => pool.some((ref) => ref.name === name))
  return usual ?? pool[0]?.name ?? 'refs/heads/main'
}
