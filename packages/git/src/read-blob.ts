import type { Readable } from 'node:stream'
import { GitError } from './git-error.ts'
import { spawnGit, tryGit } from './git-process.ts'
import { assertOid, assertReadPath } from './names.ts'
import { processStream } from './process-stream.ts'
import { parseTreeEntry } from './tree-entry.ts'

const STREAM_TIMEOUT_MS = 30 * 60_000

/** The file (or symlink) at a path of a commit; null when there is none, or a folder or submodule. */
export async function blobAt(
  gitDir: string,
  commit: string,
  path: string,
): Promise<{ oid: string; size: number; mode: string } | null> {
  if (assertReadPath(path) === '') return null
  const args = ['ls-tree', '-z', '-l', '--full-tree', assertOid(commit), '--', path]
  const { code, stdout, stderr } = await tryGit(args, { gitDir })
  if (code !== 0) throw new GitError('not-found', 'no such commit', stderr)
  const record = stdout.toString('utf8').split('\0')[0] ?? ''
  if (record === '') return null
  const { oid, size, mode, path: found } = parseTreeEntry(record)
  return size === null || found !== path ? null : { oid, size, mode }
}

/**
 * A file of a commit, at most `maxBytes` of it; `size` is the size of the whole. A symlink's content is its target.
 *
 * @throws {GitError} `not-found`
 */
export async function readBlob(
  gitDir: string,
  commit: string,
  path: string,
  options: { maxBytes: number },
): Promise<{ oid: string; size: number; mode: string; content: Buffer; truncated: boolean }> {
  const blob = await blobAt(gitDir, commit, path)
  if (blob === null) throw new GitError('not-found', 'no such file')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of streamBlob(gitDir, blob.oid) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= options.maxBytes) break
  }
  const content = Buffer.concat(chunks).subarray(0, options.maxBytes)
  return { ...blob, content, truncated: content.length < blob.size }
}

/** The bytes of a blob. Fails (not ends) when git does; destroying it ends git. */
export function streamBlob(gitDir: string, oid: string, options: { signal?: AbortSignal } = {}): Readable {
  const args = ['cat-file', 'blob', assertOid(oid)]
  const child = spawnGit(args, { gitDir, signal: options.signal })
  child.stdin?.end()
  return processStream(child, args, STREAM_TIMEOUT_MS)
}
