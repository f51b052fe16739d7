import { GitError } from './git-error.ts'
import { runGit, spawnGit } from './git-process.ts'
import { assertOid } from './names.ts'
import { type DiffHunk, type PatchSection, parsePatch } from './patch-parser.ts'
import { processStream } from './process-stream.ts'
import { missingCommit } from './read-commit.ts'

const TIMEOUT_MS = 20_000
const DEFAULT_MAX_FILES = 300
const DEFAULT_MAX_BYTES = 1024 * 1024
/** git knows these trees without storing them. */
const EMPTY_TREE_SHA1 = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const EMPTY_TREE_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
const SHAPE = ['-r', '-M', '-l400', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none']

export interface DiffFile {
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'mode'
  /** Null for an added file, as `newPath` for a removed one. */
  oldPath: string | null
  newPath: string | null
  oldOid: string | null
  newOid: string | null
  oldMode: string | null
  newMode: string | null
  binary: boolean
  additions: number
  deletions: number
  hunks: DiffHunk[]
  /** Some or all lines of this file are left out. */
  truncated: boolean
}

export interface Diff {
  files: DiffFile[]
  /** Of the whole change, also when files or lines are left out. */
  totals: { files: number; additions: number; deletions: number }
  truncated: boolean
}

export interface ReadDiffOptions {
  /** Commit or tree to compare with; null is the empty tree. */
  base: string | null
  head: string
  /** Files that are described. Default 300. */
  maxFiles?: number
  /** Bytes of patch that are read. Default 1 MiB. */
  maxBytes?: number
}

/**
 * What changed between two commits or trees, line by line, renames found. Text is read as UTF-8.
 *
 * @throws {GitError} `not-found`, `timeout`
 */
export async function readDiff(gitDir: string, options: ReadDiffOptions): Promise<Diff> {
  const head = assertOid(options.head)
  const empty = head.length === 40 ? EMPTY_TREE_SHA1 : EMPTY_TREE_SHA256
  const base = options.base === null ? empty : assertOid(options.base)
  const maxFiles = options.maxFiles ?? DEFAULT_MAX_FILES
  const args = ['diff-tree', '-z', '--raw', '--numstat', '--no-abbrev', ...SHAPE, base, head, '--']
  const [summary, patch] = await Promise.all([
    runGit(args, { gitDir, timeoutMs: TIMEOUT_MS }),
    readPatch(gitDir, base, head, options.maxBytes ?? DEFAULT_MAX_BYTES),
  ]).catch((error: unknown) => {
    throw missingCommit(error)
  })
  const all = parseSummary(summary)
  attachHunks(all, parsePatch(patch.text, patch.complete))
  const files = all.slice(0, maxFiles).map(({ file }) => file)
  return {
    files,
    totals: {
      files: all.length,
      additions: all.reduce((sum, { file }) => sum + file.additions, 0),
      deletions: all.reduce((sum, { file }) => sum + file.deletions, 0),
    },
    truncated: files.length < all.length || files.some((file) => file.truncated),
  }
}

async function readPatch(
  gitDir: string,
  base: string,
  head: string,
  maxBytes: number,
): Promise<{ text: string; complete: boolean }> {
  const args = ['diff-tree', '-p', '--no-color', '--full-index', ...SHAPE, base, head, '--']
  const child = spawnGit(args, { gitDir })
  child.stdin?.end()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of processStream(child, args, TIMEOUT_MS) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return { text: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'), complete: size <= maxBytes }
}

interface Described {
  file: DiffFile
  /** A change of type (file to symlink) is written as a removal and an addition. */
  sections: number
}

const STATUS: Readonly<Record<string, DiffFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
  C: 'copied',
}

/** Reads `--raw --numstat -z`: all raw records, then one count per file in the same order. */
function parseSummary(output: Buffer): Described[] {
  const fields = output.toString('utf8').split('\0')
  const described: Described[] = []
  let at = 0
  const next = () => fields[at++] ?? ''
  while (fields[at]?.startsWith(':')) {
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', letters = ''] = next().slice(1).split(' ')
    const letter = letters[0] ?? ''
    const status = letter === 'M' && oldOid === newOid ? 'mode' : STATUS[letter]
    if (status === undefined) throw new GitError('broken', `unknown status ${letter} in a diff`)
    const first = next()
    const second = letter === 'R' || letter === 'C' ? next() : first
    const file: DiffFile = {
      status,
      oldPath: status === 'added' ? null : first,
      newPath: status === 'removed' ? null : second,
      oldOid: presentOid(oldOid),
      newOid: presentOid(newOid),
      oldMode: oldMode === '000000' ? null : oldMode,
      newMode: newMode === '000000' ? null : newMode,
      binary: false,
      additions: 0,
      deletions: 0,
      hunks: [],
      truncated: false,
    }
    described.push({ file, sections: letter === 'T' ? 2 : 1 })
  }
  for (const { file } of described) {
    const [additions = '', deletions = '', path = ''] = next().split('\t')
    // An empty path announces a pair, as for renames.
    if (path === '') at += 2
    file.binary = additions === '-'
    file.additions = Number(additions) || 0
    file.deletions = Number(deletions) || 0
  }
  return described
}

function attachHunks(all: readonly Described[], sections: readonly PatchSection[]): void {
  let at = 0
  for (const { file, sections: count } of all) {
    const own = sections.slice(at, at + count)
    at += count
    file.hunks = own.flatMap(({ hunks }) => hunks)
    const lines = file.additions + file.deletions
    file.truncated = (own.length < count || own.some(({ cut }) => cut)) && lines > 0
  }
}

function presentOid(oid: string): string | null {
  return /^0+$/.test(oid) ? null : oid
}
