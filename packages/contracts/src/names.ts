import { z } from 'zod'

/** First path segments that belong to the site itself, and words that would mislead as a person's name. */
export const RESERVED_HANDLES: ReadonlySet<string> = new Set(
  `about account admin administrator api apps assets auth blog collections console contact dashboard
  design designs docs download downloads error explore favicon.ico feed feeds fork forks git healthz help home
  host info instance instances join legal licence license licences licenses likes login logout make makes me
  metrics mirror mirrors new news notifications oauth oidc operator org orgs people person pricing privacy
  profile publish registry release releases remix remixes robots.txt root search security session sessions
  settings setup signin signout signup sitemap.xml social staff static status support system tag tags team
  teams terms token tokens trash truss trust user users verify web welcome well-known www`
    .split(/\s+/)
    .filter(Boolean),
)

/** Endings that tools would read as something else than a design's name. */
const MISLEADING_ENDING = /\.(?:git|lock|bundle|zip|tar|gz|atom|rss|json|html)$/

/**
 * A person's name in addresses. ASCII only: with more letters two people could look alike
 * (Unicode TR39), and an address should be easy to type.
 */
export const Handle = z
  .string()
  .min(2, 'use at least 2 characters')
  .max(39, 'use at most 39 characters')
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'use lower-case letters a to z, digits and single hyphens, starting and ending with a letter or digit',
  )
  .refine((handle) => !RESERVED_HANDLES.has(handle), 'this name is reserved, choose another')
  .brand<'Handle'>()
export type Handle = z.infer<typeof Handle>

/** A design's name within its owner's: lower case, since some file systems and people fold it. */
export const Slug = z
  .string()
  .min(1, 'give the design a name')
  .max(100, 'use at most 100 characters')
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*$/,
    'use lower-case letters a to z, digits, hyphens, underscores and single dots, starting with a letter or digit',
  )
  .refine(
    (slug) => !slug.endsWith('.') && !MISLEADING_ENDING.test(slug),
    'end with a letter or digit, without .git or a file ending',
  )
  .brand<'Slug'>()
export type Slug = z.infer<typeof Slug>
