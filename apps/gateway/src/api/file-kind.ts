import type { FileKind } from '@truss/contracts/git-views'
import { extensionOf, modelKind } from '@truss/models/model-kind'

const MARKDOWN = new Set(['md', 'markdown', 'mdown'])

/** What a file is, by its name; `other` where only its content could tell. */
export function kindOfName(path: string): FileKind {
  const extension = extensionOf(path)
  if (MARKDOWN.has(extension)) return 'markdown'
  return extension === 'pdf' ? 'pdf' : modelKind(path)
}

/** Whether such a file is shown as text when it is text: some formats of CAD are, others are not. */
export function mayBeText(path: string): boolean {
  const kind = kindOfName(path)
  return (kind !== 'mesh' && kind !== 'image' && kind !== 'pdf') || extensionOf(path) === 'svg'
}

/** @returns undefined unless these bytes are UTF-8 text; a NUL is in no text that a person wrote. */
export function textOf(content: Uint8Array): string | undefined {
  if (content.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}
