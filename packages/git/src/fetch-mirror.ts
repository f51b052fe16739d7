import { readdir, rm, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { deleteRefsUnder } from './borrow.ts'
import { GitError } from './git-error.ts'
import { tryGit } from './git-process.ts'
import { listRefs } from './refs.ts'

const INCOMING = 'refs/truss/incoming'
/** How often the growing pack is measured: the overshoot is what arrives in this time. */
const MEASURE_MS = 200

export interface FetchIntoIncomingOptions {
  gitDir: string
  /** No user name, no password. Redirects are not followed. */
  url: string
  /**
   * `host:port:address` (IPv6 in brackets), already checked by the caller: git connects to these and asks no
   * resolver. Required unless the URL names an address itself.
   */
  pinnedAddresses: readonly string[]
  allowProtocols: readonly ('http' | 'https')[]
  timeoutMs: number
  /** Most bytes that the fetch may add to the repository. */
  maxBytes: number
  signal?: AbortSignal
}

/**
 * Fetches all refs of another instance's repository to `refs/truss/incoming/*`, where nobody is offered them, and
 * returns them under their own names. Objects pass fsck. What to believe of them is the caller's to verify;
 * then `switchRefs`. One fetch at a time per repository, please.
 *
 * @throws {GitError} `rejected` (URL, or objects that fsck refuses), `too-large`, `timeout`, `not-found` (HTTP 404, 410), `broken`
 */
export async function fetchIntoIncoming(
  options: FetchIntoIncomingOptions,
): Promise<{ refs: { name: string; oid: string }[]; receivedBytes: number }> {
  const { gitDir, allowProtocols, maxBytes } = options
  const url = checkUrl(options)
  const packs = join(gitDir, 'objects', 'pack')
  const before = await measure(packs)
  const tooLarge = new AbortController()
  const timer = setInterval(() => {
    void measure(packs).then(({ bytes }) => {
      if (bytes - before.bytes > maxBytes) tooLarge.abort()
    })
  }, MEASURE_MS)
  const args = ['fetch', '--quiet', '--force', '--prune', '--no-tags', '--no-write-fetch-head', '--refmap=']
  args.push('--no-auto-maintenance', '--no-recurse-submodules', '--no-show-forced-updates')
  args.push('--end-of-options', url.href, `+refs/*:${INCOMING}/*`)
  const { code, stderr } = await tryGit(args, {
    gitDir,
    config: settings(options),
    env: { GIT_ALLOW_PROTOCOL: allowProtocols.join(':') },
    timeoutMs: options.timeoutMs,
    signal: options.signal ? AbortSignal.any([options.signal, tooLarge.signal]) : tooLarge.signal,
  })
    .catch((error: unknown) => {
      throw tooLarge.signal.aborted ? new GitError('too-large', `the fetch passed ${maxBytes} bytes`) : error
    })
    .finally(async () => {
      clearInterval(timer)
      await removeUnfinished(packs, before.names)
    })
  if (code !== 0) throw fetchError(stderr)
  const receivedBytes = (await measure(packs)).bytes - before.bytes
  if (receivedBytes > maxBytes) {
    await deleteRefsUnder(gitDir, INCOMING)
    throw new GitError('too-large', `the fetch passed ${maxBytes} bytes`)
  }
  const refs = await listRefs(gitDir, { prefixes: [INCOMING] })
  return {
    refs: refs.map(({ name, oid }) => ({ name: `refs${name.slice(INCOMING.length)}`, oid })),
    receivedBytes,
  }
}

function checkUrl({ url: text, allowProtocols, pinnedAddresses }: FetchIntoIncomingOptions): URL {
  const url = URL.parse(text)
  const protocol = url?.protocol.slice(0, -1)
  if (url === null || !allowProtocols.some((allowed) => allowed === protocol)) {
    throw new GitError('rejected', 'the URL may not be fetched from')
  }
  if (url.username !== '' || url.password !== '') throw new GitError('rejected', 'the URL holds credentials')
  const port = url.port || (protocol === 'https' ? '443' : '80')
  const pinned = pinnedAddresses.some((pin) => pin.startsWith(`${url.hostname}:${port}:`))
  if (!pinned && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0) {
    throw new GitError('rejected', 'no checked address for the host of the URL')
  }
  if (pinnedAddresses.some((pin) => !/^[a-z0-9.-]+:\d{1,5}:[0-9a-fA-F.:[\],]+$/.test(pin))) {
    throw new GitError('rejected', 'malformed pinned address')
  }
  return url
}

function settings({ allowProtocols, pinnedAddresses }: FetchIntoIncomingOptions): string[] {
  return [
    ...allowProtocols.map((protocol) => `protocol.${protocol}.allow=always`),
    ...pinnedAddresses.map((pin) => `http.curloptResolve=${pin}`),
    'http.followRedirects=false',
    'http.proxy=',
    'http.lowSpeedLimit=1',
    'http.lowSpeedTime=30',
    'fetch.fsckObjects=true',
    'fetch.unpackLimit=1',
    'fetch.writeCommitGraph=false',
  ]
}

function fetchError(stderr: string): GitError {
  if (/fsck error|error in object|malformed|object corrupt|not a valid|invalid index-pack/i.test(stderr)) {
    return new GitError('rejected', 'the fetched objects are refused', stderr)
  }
  if (/ not found$|error: 4(04|10)/m.test(stderr))
    return new GitError('not-found', 'no such repository there', stderr)
  return new GitError('broken', 'the fetch failed', stderr)
}

async function measure(folder: string): Promise<{ bytes: number; names: Set<string> }> {
  const names = await readdir(folder).catch(() => [])
  // A file that maintenance removes meanwhile counts nothing.
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (s) => s.size,
        () => 0,
      ),
    ),
  )
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), names: new Set(names) }
}

/** A killed index-pack leaves its half pack behind. */
async function removeUnfinished(folder: string, before: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const left = names.filter((name) => name.startsWith('tmp_') && !before.has(name))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}
