import type { AccountId, Oid } from '@truss/contracts/ids'
import type { Slug } from '@truss/contracts/names'
import { setHead } from '@truss/git/bare-repository'
import { copyObjects, deleteRefsUnder } from '@truss/git/borrow'
import { listRefs } from '@truss/git/refs'
import { type CreatedHere, type CreateHereDeps, createHere, mayCreateHere } from './create-here.ts'
import { type ParentDeps, parentCopy } from './parent-copy.ts'

/** A new design with the whole history, branches and tags of its parent. */
export async function forkDesign(
  deps: CreateHereDeps & ParentDeps,
  account: AccountId,
  input: { parent: { owner: string; slug: string }; slug: Slug; title?: string | undefined },
): Promise<CreatedHere> {
  await mayCreateHere(deps, account)
  const parent = await parentCopy(deps, input.parent)
  const { details, id } = parent.entry.design
  return createHere(
    deps,
    account,
    {
      slug: input.slug,
      details: { ...details, title: input.title?.trim() || details.title },
      parents: [{ design: id, commit: parent.commit as Oid, relation: 'fork', licence: details.licence }],
    },
    async (gitDir) => {
      const refs = (await listRefs(parent.gitDir, { prefixes: ['refs/heads', 'refs/tags'] })).map(
        ({ name, oid }) => ({
          ref: name,
          oid,
        }),
      )
      const borrowed = await copyObjects({
        from: parent.gitDir,
        to: gitDir,
        refs: refs.map(({ ref }) => ref),
      })
      await setHead(gitDir, `refs/heads/${parent.branch}`)
      queueMicrotask(() => void deleteRefsUnder(gitDir, borrowed.prefix).catch(() => {}))
      return { refs, commit: parent.commit as Oid }
    },
  )
}
