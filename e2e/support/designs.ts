import { createDesign } from '@truss/contracts/instance-routes'
import { Slug } from '@truss/contracts/names'
import type { Network } from '@truss/dev-network/network/create-network'
import type { GitClient } from './git-client.ts'
import { gitClient } from './git-client.ts'

export const DETAILS = {
  title: 'Bracket',
  summary: 'Holds a shelf.',
  kind: 'printed' as const,
  licence: 'CC-BY-SA-4.0',
  tags: ['shelf'],
}

/** A new design of a person at home, with its README commit. */
export async function makeDesign(
  network: Network,
  handle: string,
  slug: string,
  title = 'Bracket',
): Promise<void> {
  const home = network.instance(network.person(handle).home)
  const api = await home.as(handle)
  await api.call(createDesign, { body: { slug: Slug.parse(slug), details: { ...DETAILS, title } } })
}

/** A person's git, with the access tokens of all instances in its credential helper. */
export function gitOf(network: Network, handle: string): Promise<GitClient> {
  const { tokens } = network.person(handle)
  return gitClient(
    Object.fromEntries(Object.entries(tokens).map(([name, token]) => [network.instance(name).url, token])),
  )
}
