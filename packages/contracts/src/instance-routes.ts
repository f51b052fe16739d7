import { z } from 'zod'
import { DesignDetails } from './designs.ts'
import { CommitPage, CommitView, FileView, RefsView, TreeView } from './git-views.ts'
import { LineageGraph } from './lineage.ts'
import { Slug } from './names.ts'
import { route } from './route.ts'
import { CommentId, CommentText } from './social.ts'
import {
  CommentView,
  DesignCreated,
  DesignList,
  DesignPage,
  DesignSearch,
  InstanceInfo,
  InstanceRow,
  PersonPage,
  RemixParent,
  Viewer,
  Written,
} from './views.ts'

/** Where the API of an instance lies below its base URL. */
export const INSTANCE_API = '/-/api/v1'

/** The design as its address names it. Kept loose: an impossible name answers like an unknown one. */
export const DesignAddress = z.object({ owner: z.string().max(300), slug: z.string().max(300) })
const address = DesignAddress
const revision = z
  .string()
  .max(256)
  .optional()
  .describe('branch, tag or commit; the default branch when absent')
const path = z.string().max(4096).default('')
const designErrors = ['design-not-found'] as const
const contentErrors = [
  'design-not-found',
  'ref-not-found',
  'path-not-found',
  'commit-not-found',
  'copy-not-here',
] as const

export const getInstance = route({
  method: 'GET',
  path: '/instance',
  caller: 'public',
  response: InstanceInfo,
})

export const listInstances = route({
  method: 'GET',
  path: '/instances',
  caller: 'public',
  response: z.object({ instances: z.array(InstanceRow), headIndex: z.int() }),
})

export const getViewer = route({
  method: 'GET',
  path: '/viewer',
  caller: 'optional',
  response: z.object({ viewer: Viewer.nullable() }),
})

export const searchDesigns = route({
  method: 'GET',
  path: '/designs',
  caller: 'optional',
  query: DesignSearch,
  response: DesignList,
})

export const getDesign = route({
  method: 'GET',
  path: '/designs/:owner/:slug',
  caller: 'optional',
  params: address,
  response: DesignPage,
  errors: designErrors,
})

export const getReadme = route({
  method: 'GET',
  path: '/designs/:owner/:slug/readme',
  caller: 'optional',
  params: address,
  query: z.object({ revision }),
  response: z.object({ path: z.string().nullable(), text: z.string() }),
  errors: contentErrors,
})

export const getRefs = route({
  method: 'GET',
  path: '/designs/:owner/:slug/refs',
  caller: 'optional',
  params: address,
  response: RefsView,
  errors: contentErrors,
})

export const getTree = route({
  method: 'GET',
  path: '/designs/:owner/:slug/tree',
  caller: 'optional',
  params: address,
  query: z.object({ revision, path }),
  response: TreeView,
  errors: contentErrors,
})

/** Files of one revision that have something to look at: meshes first, then pictures. At most 60. */
export const getShowcase = route({
  method: 'GET',
  path: '/designs/:owner/:slug/showcase',
  caller: 'optional',
  params: address,
  query: z.object({ revision }),
  response: z.object({ files: z.array(FileView.omit({ text: true })) }),
  errors: contentErrors,
})

export const getFile = route({
  method: 'GET',
  path: '/designs/:owner/:slug/file',
  caller: 'optional',
  params: address,
  query: z.object({ revision, path }),
  response: FileView,
  errors: contentErrors,
})

export const listCommits = route({
  method: 'GET',
  path: '/designs/:owner/:slug/commits',
  caller: 'optional',
  params: address,
  query: z.object({ revision, path, after: z.string().max(64).optional() }),
  response: CommitPage,
  errors: contentErrors,
})

export const getCommit = route({
  method: 'GET',
  path: '/designs/:owner/:slug/commits/:oid',
  caller: 'optional',
  params: address.extend({ oid: z.string().max(64) }),
  response: CommitView,
  errors: contentErrors,
})

export const getLineage = route({
  method: 'GET',
  path: '/designs/:owner/:slug/lineage',
  caller: 'public',
  params: address,
  response: LineageGraph,
  errors: designErrors,
})

export const listComments = route({
  method: 'GET',
  path: '/designs/:owner/:slug/comments',
  caller: 'optional',
  params: address,
  response: z.object({ comments: z.array(CommentView) }),
  errors: designErrors,
})

export const getPerson = route({
  method: 'GET',
  path: '/people/:handle',
  caller: 'optional',
  params: z.object({ handle: z.string().max(300) }),
  response: PersonPage,
  errors: ['account-not-found'],
})

/** Only at the person's home instance, while it is trusted. */
export const createDesign = route({
  method: 'POST',
  path: '/designs',
  caller: 'person',
  body: z.object({
    slug: Slug,
    details: DesignDetails,
    readme: z.string().max(100_000).optional(),
    /** No first commit: for somebody who is about to push a history. */
    empty: z.boolean().optional(),
  }),
  response: DesignCreated,
  status: 201,
  errors: ['name-taken', 'not-trusted', 'not-the-host', 'registry-down'],
})

export const editDesign = route({
  method: 'PATCH',
  path: '/designs/:owner/:slug',
  caller: 'person',
  params: address,
  body: DesignDetails,
  response: Written,
  errors: ['design-not-found', 'forbidden', 'registry-down'],
})

/** The new design lands here, the person's home instance, with the whole history of its parent. */
export const forkDesign = route({
  method: 'POST',
  path: '/designs/:owner/:slug/forks',
  caller: 'person',
  params: address,
  body: z.object({ slug: Slug, title: z.string().max(120).optional() }),
  response: DesignCreated,
  status: 201,
  errors: ['design-not-found', 'name-taken', 'not-trusted', 'not-the-host', 'registry-down', 'unreachable'],
})

/** Starts with a commit whose git parents are the tips of all parents, each in its folder. */
export const remixDesigns = route({
  method: 'POST',
  path: '/remixes',
  caller: 'person',
  body: z.object({
    slug: Slug,
    details: DesignDetails,
    parents: z.array(RemixParent).min(1, 'choose at least one design').max(16),
  }),
  response: DesignCreated,
  status: 201,
  errors: ['design-not-found', 'name-taken', 'not-trusted', 'not-the-host', 'registry-down', 'unreachable'],
})

export const likeDesign = route({
  method: 'PUT',
  path: '/designs/:owner/:slug/like',
  caller: 'person',
  params: address,
  response: Written,
  errors: ['design-not-found', 'registry-down'],
})

export const unlikeDesign = route({
  method: 'DELETE',
  path: '/designs/:owner/:slug/like',
  caller: 'person',
  params: address,
  response: Written,
  errors: ['design-not-found', 'registry-down'],
})

export const commentOnDesign = route({
  method: 'POST',
  path: '/designs/:owner/:slug/comments',
  caller: 'person',
  params: address,
  body: z.object({ text: CommentText }),
  response: Written,
  status: 201,
  errors: ['design-not-found', 'registry-down'],
})

export const removeComment = route({
  method: 'DELETE',
  path: '/designs/:owner/:slug/comments/:comment',
  caller: 'person',
  params: address.extend({ comment: CommentId }),
  response: Written,
  errors: ['design-not-found', 'comment-not-found', 'forbidden', 'registry-down'],
})
