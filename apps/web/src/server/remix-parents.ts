import 'server-only'
import { isProblem } from '@truss/client/problem-error'
import { getRefs } from '@truss/contracts/instance-routes'
import type { DesignPage } from '@truss/contracts/views'
import type { ChosenParent } from '../components/remix/chosen-parent.ts'
import { getDesign } from './designs.ts'
import { instanceApi } from './instance-client.ts'

/** More versions than these are typed, not chosen. */
const MAX_VERSIONS = 50

/** The designs that were chosen as parents, with the versions that can be pinned. */
export async function loadParents(
  names: readonly string[],
): Promise<{ parents: ChosenParent[]; missing: string[] }> {
  const loaded = await Promise.all(names.map(async (name) => ({ name, parent: await loadParent(name) })))
  return {
    parents: loaded.flatMap(({ parent }) => parent ?? []),
    missing: loaded.filter(({ parent }) => parent === null).map(({ name }) => name),
  }
}

async function loadParent(name: string): Promise<ChosenParent | null> {
  const [owner = '', slug = ''] = name.split('/')
  const page = await getDesign(owner, slug)
  return page && { ...summary(name, page), versions: await versionsOf(owner, slug) }
}

function summary(name: string, page: DesignPage): Omit<ChosenParent, 'versions'> {
  const { details, ownerHandle, slug } = page.design
  return {
    name,
    owner: ownerHandle,
    title: details.title,
    licence: details.licence,
    kind: details.kind,
    hostName: page.hostName,
    still: page.still,
    verdict: page.copy.verdict,
    asOf: page.copy.asOf,
    folder: slug,
  }
}

/** Releases first, then variants. None where the files lie elsewhere: then the newest version is taken. */
async function versionsOf(owner: string, slug: string): Promise<ChosenParent['versions']> {
  try {
    const { tags, branches, head } = await (await instanceApi()).call(getRefs, { params: { owner, slug } })
    const others = branches.filter(({ name }) => name !== head)
    return [
      ...tags.map(({ name, short }) => ({ ref: name, label: `${short}, release` })),
      ...others.map(({ name, short }) => ({ ref: name, label: `${short}, variant` })),
    ].slice(0, MAX_VERSIONS)
  } catch (error) {
    if (isProblem(error)) return []
    throw error
  }
}
