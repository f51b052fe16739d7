import { z } from 'zod'
import { Account } from './accounts.ts'
import { CatalogDesign, DESIGN_KINDS } from './designs.ts'
import { FeedIndex, InstanceId, InstanceName, Oid, Timestamp } from './ids.ts'
import { BaseUrl, Instance, InstanceHealth, TrustDecision } from './instances.ts'
import { Comment } from './social.ts'

/**
 * How far a copy can be trusted (PROTOCOL: checking).
 * - `verified`: matches the newest state known here
 * - `as-of`: matches an older signed state
 * - `refused`: did not match what the host signed; it is not served
 * - `absent`: no copy here; files are at the host
 */
export const Verdict = z.enum(['verified', 'as-of', 'refused', 'absent'])
export type Verdict = z.infer<typeof Verdict>

export const CopyStatus = z.object({
  verdict: Verdict,
  /** True where this instance is the host. */
  host: z.boolean(),
  epoch: z.int().nullable(),
  seq: z.int().nullable(),
  /** When the state that is served was signed. */
  asOf: Timestamp.nullable(),
  /** Why, for `refused`. */
  reason: z.string().nullable(),
})
export type CopyStatus = z.infer<typeof CopyStatus>

/** A design on a list: what a tile shows. */
export const DesignTile = z.object({
  design: CatalogDesign,
  hostName: InstanceName,
  likes: z.int(),
  comments: z.int(),
  derivatives: z.int(),
  copy: CopyStatus,
  /**
   * Address of a still without size: add `/480-light.webp`. A path on this instance, or an address at the host where
   * there is no copy here. `null`: nothing to show yet.
   */
  still: z.string().nullable(),
})
export type DesignTile = z.infer<typeof DesignTile>

export const SORTS = ['trending', 'new', 'most-remixed'] as const

export const DesignSearch = z.object({
  q: z.string().trim().max(200).optional(),
  kind: z.array(z.enum(DESIGN_KINDS)).max(5).optional(),
  licence: z.array(z.string().max(200)).max(20).optional(),
  tag: z.array(z.string().max(40)).max(12).optional(),
  owner: z.string().max(39).optional(),
  host: z.string().max(63).optional(),
  sort: z.enum(SORTS).optional(),
  /** Pages of 24, from 1. */
  page: z.coerce.number().int().min(1).max(1000).optional(),
})
export type DesignSearch = z.infer<typeof DesignSearch>

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))

export const DesignList = z.object({
  items: z.array(DesignTile),
  total: z.int(),
  page: z.int(),
  pages: z.int(),
  facets: z.object({ kind: Facet, licence: Facet, host: Facet, tag: Facet }),
})
export type DesignList = z.infer<typeof DesignList>

/** An instance that holds a verified copy. */
export const Holder = z.object({
  instance: InstanceId,
  name: InstanceName,
  baseUrl: BaseUrl,
  host: z.boolean(),
  seq: z.int(),
  /** Holds the newest state. */
  current: z.boolean(),
  at: Timestamp.nullable(),
})
export type Holder = z.infer<typeof Holder>

export const DesignPage = DesignTile.extend({
  owner: Account,
  hostUrl: BaseUrl,
  holders: z.array(Holder),
  liked: z.boolean().describe('by the person who asks'),
  mayEdit: z.boolean().describe('the person who asks owns it, and this is where it can be changed'),
  /** Commits on the default branch; `null` without a copy here. */
  commits: z.int().nullable(),
  parents: z.int(),
})
export type DesignPage = z.infer<typeof DesignPage>

export const CommentView = z.object({ comment: Comment, author: Account, mayRemove: z.boolean() })
export type CommentView = z.infer<typeof CommentView>

export const PersonPage = z.object({
  account: Account,
  homeName: InstanceName.nullable(),
  homeUrl: BaseUrl.nullable(),
  designs: z.array(DesignTile),
  likes: z.array(DesignTile),
})
export type PersonPage = z.infer<typeof PersonPage>

/** This instance, as its pages introduce it. */
export const InstanceInfo = z.object({
  instance: Instance,
  registryUrl: BaseUrl,
  appliedIndex: FeedIndex,
  headIndex: FeedIndex,
  /** When the registry was last heard; `null`: not since start. */
  registryHeardAt: Timestamp.nullable(),
  counts: z.object({ designs: z.int(), instances: z.int() }),
})
export type InstanceInfo = z.infer<typeof InstanceInfo>

export const InstanceRow = z.object({
  instance: Instance,
  health: InstanceHealth.nullable(),
  hosted: z.int(),
  mirrored: z.int(),
  decisions: z.array(TrustDecision).describe('newest first'),
})
export type InstanceRow = z.infer<typeof InstanceRow>

/** The person behind a session, as the pages of an instance need them. */
export const Viewer = z.object({
  account: Account,
  /** Whether new designs are made here. */
  homeHere: z.boolean(),
  homeUrl: BaseUrl.nullable(),
  homeName: InstanceName.nullable(),
})
export type Viewer = z.infer<typeof Viewer>

/** A write was done; the catalog here shows it once `appliedIndex` reaches `index`. */
export const Written = z.object({ index: FeedIndex, applied: z.boolean() })
export type Written = z.infer<typeof Written>

export const RemixParent = z.object({
  owner: z.string().max(39),
  slug: z.string().max(100),
  /** Branch, tag or commit; the default branch when absent. */
  revision: z.string().max(256).optional(),
  folder: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}$/,
      'use folder names of letters, digits, dots, hyphens and underscores, joined by /',
    ),
})
export type RemixParent = z.infer<typeof RemixParent>

export const DesignCreated = Written.extend({ owner: z.string(), slug: z.string(), commit: Oid.nullable() })
