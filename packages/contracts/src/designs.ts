import { z } from 'zod'
import { AccountId, DesignId, InstanceId, Oid, RefName, Sha256, Timestamp } from './ids.ts'
import { LicenceExpression } from './licences.ts'
import { Handle, Slug } from './names.ts'

export const DESIGN_KINDS = ['printed', 'board', 'lasercut', 'machined', 'other'] as const
export const DesignKind = z.enum(DESIGN_KINDS)
export type DesignKind = z.infer<typeof DesignKind>

export const Tag = z
  .string()
  .max(40)
  .regex(
    /^[\p{Ll}\p{Lo}\p{N}]+(?:[ -][\p{Ll}\p{Lo}\p{N}]+)*$/u,
    'use lower-case words joined by a hyphen or a space',
  )

/** One line of text: no control characters, so that it can stand in a terminal, a mail header and a page. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `use at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'use one line without control characters')

/** What an owner says about a design, outside its repository. */
export const DesignDetails = z.object({
  title: line(120).min(1, 'give the design a title'),
  summary: line(200),
  kind: DesignKind,
  /** `null`: the owner has named none, so nothing is allowed beyond looking. */
  licence: LicenceExpression.nullable(),
  tags: z.array(Tag).max(12, 'use at most 12 tags'),
})
export type DesignDetails = z.infer<typeof DesignDetails>

export const RELATIONS = ['fork', 'remix', 'customised', 'includes', 'fits', 'inspired-by'] as const
export const Relation = z.enum(RELATIONS)
export type Relation = z.infer<typeof Relation>

/** A parent, pinned to the commit that was taken. */
export const Parent = z.object({
  design: DesignId,
  commit: Oid,
  relation: Relation,
  /** The parent's licence at that time. */
  licence: LicenceExpression.nullable(),
  /** Where the parent's files lie in the child; absent when they share a history. */
  folder: z.string().max(200).optional(),
})
export type Parent = z.infer<typeof Parent>

/** The head of a design's chain of ref states, as recorded at the registry. */
export const StateHead = z.object({
  epoch: z.int().positive(),
  seq: z.int().nonnegative(),
  /** Digest over HEAD and all refs, see docs/protocol/ref-states.md. */
  digest: Sha256,
  record: Sha256.describe('sha256 of the signed record'),
  at: Timestamp,
})
export type StateHead = z.infer<typeof StateHead>

/** A design as the catalog of every instance knows it. */
export const CatalogDesign = z.object({
  id: DesignId,
  owner: AccountId,
  ownerHandle: Handle,
  slug: Slug,
  details: DesignDetails,
  createdAt: Timestamp,
  /** The instance that takes pushes, since `epoch`. */
  host: InstanceId,
  epoch: z.int().positive(),
  head: StateHead.nullable(),
})
export type CatalogDesign = z.infer<typeof CatalogDesign>

/** One ref, as listed to people. */
export const RefSummary = z.object({
  name: RefName,
  /** Without `refs/heads/` or `refs/tags/`. */
  short: z.string(),
  oid: Oid,
  /** The commit behind an annotated tag. */
  commit: Oid,
  at: Timestamp.nullable(),
  subject: z.string().nullable(),
})
export type RefSummary = z.infer<typeof RefSummary>
