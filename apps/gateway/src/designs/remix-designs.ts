import type { DesignDetails } from '@truss/contracts/designs'
import type { AccountId, Oid } from '@truss/contracts/ids'
import type { Slug } from '@truss/contracts/names'
import type { RemixParent } from '@truss/contracts/views'
import { DomainError } from '@truss/domain/errors'
import { copyObjects } from '@truss/git/borrow'
import { writeRemixCommit } from '@truss/git/write-merged-tree'
import { type CreatedHere, type CreateHereDeps, createHere, mayCreateHere } from './create-here.ts'
import { firstReadme } from './first-readme.ts'
import { type ParentCopy, type ParentDeps, parentCopy } from './parent-copy.ts'
import { signatureOf } from './signature-of.ts'

/** A new design whose first commit has every parent's tip as git parent, each in its folder. */
export async function remixDesigns(
  deps: CreateHereDeps & ParentDeps,
  account: AccountId,
  input: { slug: Slug; details: DesignDetails; parents: RemixParent[] },
): Promise<CreatedHere> {
  await mayCreateHere(deps, account)
  const folders = input.parents.map((parent) => parent.folder.toLowerCase())
  if (new Set(folders).size < folders.length) {
    throw new DomainError('invalid-request', 'two designs go into the same folder: give each its own')
  }
  const parents: (ParentCopy & { folder: string })[] = []
  for (const parent of input.parents)
    parents.push({ ...(await parentCopy(deps, parent)), folder: parent.folder })
  const record = parents.map(({ entry, commit, folder }) => ({
    design: entry.design.id,
    commit: commit as Oid,
    relation: 'remix' as const,
    licence: entry.design.details.licence,
    folder,
  }))
  const { slug, details } = input
  return createHere(deps, account, { slug, details, parents: record }, async (gitDir, author) => {
    for (const parent of parents)
      await copyObjects({ from: parent.gitDir, to: gitDir, refs: [parent.commit] })
    const commit = await writeRemixCommit(gitDir, {
      parents,
      changes: [{ path: 'README.md', content: Buffer.from(readme(details, parents)) }],
      message: `Remix ${parents.map(({ entry }) => nameOf(entry.design)).join(' and ')}`,
      author: signatureOf(author),
      when: deps.clock.now(),
    })
    return { refs: [{ ref: 'refs/heads/main', oid: commit }], commit: commit as Oid }
  })
}

function readme(details: DesignDetails, parents: readonly (ParentCopy & { folder: string })[]): string {
  const rows = parents.map(
    ({ entry, commit, folder }) =>
      `- [${folder}/](${folder}): ${entry.design.details.title} by ${nameOf(entry.design)}, ${entry.design.details.licence ?? 'no licence named'}, commit ${commit.slice(0, 10)}`,
  )
  return `${firstReadme(details)}\n\n## Made from\n\n${rows.join('\n')}\n`
}

function nameOf(design: { ownerHandle: string; slug: string }): string {
  return `${design.ownerHandle}/${design.slug}`
}
