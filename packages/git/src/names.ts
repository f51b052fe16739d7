import { GitError } from './git-error.ts'

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const MAX_REF_BYTES = 1024
/** File systems allow 255 bytes; git appends `.lock`. */
const MAX_REF_COMPONENT_BYTES = 240
const MAX_PATH_BYTES = 4096
const MAX_PATH_COMPONENT_BYTES = 255

/** Returns `text` if it is a full object id: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. Throws `rejected`. */
export function assertOid(text: string): string {
  if (!OID.test(text)) throw new GitError('rejected', `not an object id: ${quote(text)}`)
  return text
}

/** Whether `text` is a full ref name by the rules of git-check-ref-format(1), below `refs/`. */
export function isRefName(text: string): boolean {
  if (!text.startsWith('refs/') || Buffer.byteLength(text) > MAX_REF_BYTES) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\ufffd/.test(text) || text.endsWith('.')) return false
  return text.split('/').every((part) => {
    return (
      part !== '' &&
      !part.startsWith('.') &&
      !part.endsWith('.lock') &&
      Buffer.byteLength(part) <= MAX_REF_COMPONENT_BYTES
    )
  })
}

/** Returns `text` if it is a full ref name (`refs/heads/main`). Throws `rejected`. */
export function assertRefName(text: string): string {
  if (!isRefName(text)) throw new GitError('rejected', `not a ref name: ${quote(text)}`)
  return text
}

/**
 * Returns `path` if it may be looked up in a tree: relative, no empty, `.` or `..` part, no NUL, at most
 * 4096 bytes. Throws `not-found`, because no tree has such an entry. The root is the empty string.
 */
export function assertReadPath(path: string): string {
  if (path === '') return path
  const parts = path.split('/')
  const bad = Buffer.byteLength(path) > MAX_PATH_BYTES || path.includes('\0')
  if (bad || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new GitError('not-found', `no such path: ${quote(path)}`)
  }
  return path
}

/**
 * Returns `path` if it may be written into a tree. Stricter than git's own check on any one system: what
 * is refused is what *some* system would turn into `.git` or into another folder. Throws `rejected`.
 */
export function assertWritePath(path: string): string {
  const refuse = (why: string) => new GitError('rejected', `${why}: ${quote(path)}`)
  if (path === '') throw refuse('empty path')
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw refuse('path too long')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\x00-\x1f\x7f]/.test(path)) throw refuse('control character in path')
  // Lone surrogates become U+FFFD on the way to git: the path written would not be the path given.
  if (!path.isWellFormed()) throw refuse('path is not unicode')
  if (path.includes('\\')) throw refuse('backslash in path')
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') throw refuse('path is not in normal form')
    if (Buffer.byteLength(part) > MAX_PATH_COMPONENT_BYTES) throw refuse('name too long')
    if (isDotGit(part)) throw refuse('reserved name in path')
  }
  return path
}

/** Whether some file system takes this name for `.git` (CVE-2014-9390, CVE-2019-1353 and their kin). */
function isDotGit(part: string): boolean {
  // HFS+ ignores these characters when it compares names.
  const plain = part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu, '').toLowerCase()
  // NTFS drops trailing dots and spaces, and reads `name:stream` as the file `name`.
  const base = (plain.split(':')[0] ?? '').replace(/[. ]+$/, '')
  return base === '.git' || base === 'git~1'
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)
}
