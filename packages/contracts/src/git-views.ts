import { z } from 'zod'
import { RefSummary } from './designs.ts'
import { Oid, RefName, Timestamp } from './ids.ts'

/** Author or committer as the commit says; nothing here is proven. */
export const Signature = z.object({ name: z.string(), email: z.string(), at: Timestamp })

export const CommitSummary = z.object({
  oid: Oid,
  parents: z.array(Oid),
  author: Signature,
  committer: Signature,
  subject: z.string(),
  body: z.string(),
})
export type CommitSummary = z.infer<typeof CommitSummary>

/** The state that a view was made from. */
export const ResolvedRevision = z.object({
  commit: Oid,
  /** The branch or tag that was named; absent for a commit. */
  ref: RefName.nullable(),
})

export const TreeEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['blob', 'tree', 'submodule', 'symlink']),
  oid: Oid,
  /** Bytes; `null` for trees and submodules. */
  size: z.int().nullable(),
  /** What touched it last, where that was quick to find. */
  last: z.object({ oid: Oid, subject: z.string(), at: Timestamp }).nullable(),
})
export type TreeEntry = z.infer<typeof TreeEntry>

export const TreeView = z.object({
  revision: ResolvedRevision,
  path: z.string(),
  entries: z.array(TreeEntry),
  truncated: z.boolean(),
})
export type TreeView = z.infer<typeof TreeView>

export const FILE_KINDS = [
  'mesh',
  'image',
  'board',
  'drawing',
  'cad',
  'markdown',
  'text',
  'pdf',
  'other',
] as const
export const FileKind = z.enum(FILE_KINDS)
export type FileKind = z.infer<typeof FileKind>

export const FileView = z.object({
  revision: ResolvedRevision,
  path: z.string(),
  oid: Oid,
  size: z.int(),
  kind: FileKind,
  /** UTF-8 text when the file is text and not too large. */
  text: z.string().nullable(),
  /** A still is made of such files; false says that it failed or is not offered. */
  hasStill: z.boolean(),
})
export type FileView = z.infer<typeof FileView>

export const CommitPage = z.object({
  revision: ResolvedRevision,
  commits: z.array(CommitSummary),
  /** Pass as `after` for the next page. */
  next: Oid.nullable(),
  total: z.int().nullable(),
})
export type CommitPage = z.infer<typeof CommitPage>

export const DiffLine = z.object({
  kind: z.enum([' ', '+', '-']),
  text: z.string(),
  oldLine: z.int().nullable(),
  newLine: z.int().nullable(),
})

export const DiffFile = z.object({
  status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'mode']),
  oldPath: z.string().nullable(),
  newPath: z.string().nullable(),
  oldOid: Oid.nullable(),
  newOid: Oid.nullable(),
  binary: z.boolean(),
  additions: z.int(),
  deletions: z.int(),
  hunks: z.array(
    z.object({
      oldStart: z.int(),
      oldLines: z.int(),
      newStart: z.int(),
      newLines: z.int(),
      heading: z.string(),
      lines: z.array(DiffLine),
    }),
  ),
})
export type DiffFile = z.infer<typeof DiffFile>

export const CommitView = z.object({
  commit: CommitSummary,
  files: z.array(DiffFile),
  /** Files or lines beyond the limits are left out. */
  truncated: z.boolean(),
})
export type CommitView = z.infer<typeof CommitView>

export const RefsView = z.object({
  head: RefName,
  branches: z.array(RefSummary),
  tags: z.array(RefSummary),
})
export type RefsView = z.infer<typeof RefsView>
