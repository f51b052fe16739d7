import 'server-only'
import { isProblem } from '@truss/client/problem-error'
import {
  getCommit as getCommitRoute,
  getDesign as getDesignRoute,
  getFile as getFileRoute,
  getLineage as getLineageRoute,
  getReadme as getReadmeRoute,
  getRefs as getRefsRoute,
  getShowcase as getShowcaseRoute,
  getTree as getTreeRoute,
  listComments as listCommentsRoute,
  listCommits as listCommitsRoute,
} from '@truss/contracts/instance-routes'
import type { RouteResponse } from '@truss/contracts/route'
import type { CommentView, DesignPage } from '@truss/contracts/views'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { Address } from '../components/design/design-paths.ts'
import { instanceApi } from './instance-client.ts'

/** What a repository answered: something, nothing of that name, or that it is not on this instance. */
export type Content<T> =
  | { readonly kind: 'here'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-here'; readonly reason: string | null }

async function content<T>(ask: () => Promise<T>): Promise<Content<T>> {
  try {
    return { kind: 'here', value: await ask() }
  } catch (error) {
    if (isProblem(error, 'design-not-found')) notFound()
    if (isProblem(error, 'copy-not-here')) return { kind: 'not-here', reason: error.problem.detail ?? null }
    if (isProblem(error, 'ref-not-found', 'path-not-found', 'commit-not-found')) return { kind: 'missing' }
    throw error
  }
}

/** The value where only a part of a page depends on it: `null` when it is missing or elsewhere. */
export function valueIfHere<T>(answer: Content<T>): T | null {
  return answer.kind === 'here' ? answer.value : null
}

/** The address that a page's parameters name; they come as they stand in the address, still encoded. */
export async function addressOf(params: Promise<{ owner: string; slug: string }>): Promise<Address> {
  const { owner, slug } = await params
  try {
    return { owner: decodeURIComponent(owner), slug: decodeURIComponent(slug) }
  } catch {
    notFound()
  }
}

/** One value of a query; a name given twice counts once. */
export function oneOf(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first === '' ? undefined : first
}

// `cache` compares arguments by identity, hence plain strings below and addresses above.

const design = cache(async (owner: string, slug: string): Promise<DesignPage> => {
  try {
    return await (await instanceApi()).call(getDesignRoute, { params: { owner, slug } })
  } catch (error) {
    if (isProblem(error, 'design-not-found')) notFound()
    throw error
  }
})

const refs = cache(async (owner: string, slug: string) =>
  content(async () => (await instanceApi()).call(getRefsRoute, { params: { owner, slug } })),
)

const lineage = cache(async (owner: string, slug: string) => {
  return (await instanceApi()).call(getLineageRoute, { params: { owner, slug } })
})

const file = cache(async (owner: string, slug: string, path: string, revision?: string) =>
  content(async () =>
    (await instanceApi()).call(getFileRoute, { params: { owner, slug }, query: { revision, path } }),
  ),
)

/** Asked by the page, its frame and its metadata, fetched once. Ends in the not-found page. */
export const getDesign = ({ owner, slug }: Address) => design(owner, slug)

export const getRefs = ({ owner, slug }: Address) => refs(owner, slug)

export const getLineage = ({ owner, slug }: Address) => lineage(owner, slug)

export const getFile = ({ owner, slug }: Address, path: string, revision?: string) =>
  file(owner, slug, path, revision)

export async function getTree(params: Address, path: string, revision?: string) {
  return content(async () => (await instanceApi()).call(getTreeRoute, { params, query: { revision, path } }))
}

export async function getReadme(params: Address, revision?: string) {
  return content(async () => (await instanceApi()).call(getReadmeRoute, { params, query: { revision } }))
}

export async function getShowcase(params: Address, revision?: string) {
  return content(async () => (await instanceApi()).call(getShowcaseRoute, { params, query: { revision } }))
}

export async function getHistory(
  params: Address,
  query: { revision?: string | undefined; path?: string | undefined; after?: string | undefined },
) {
  return content(async () => (await instanceApi()).call(listCommitsRoute, { params, query }))
}

export const getCommit = cache(async (owner: string, slug: string, oid: string) =>
  content(async () => (await instanceApi()).call(getCommitRoute, { params: { owner, slug, oid } })),
)

export async function getComments(params: Address): Promise<readonly CommentView[]> {
  return (await (await instanceApi()).call(listCommentsRoute, { params })).comments
}

export type ShowcaseFile = RouteResponse<typeof getShowcaseRoute>['files'][number]
