import type { DesignDetails } from '@truss/contracts/designs'
import type { AccountId, Oid } from '@truss/contracts/ids'
import type { Slug } from '@truss/contracts/names'
import { writeCommit } from '@truss/git/write-commit'
import { type CreatedHere, type CreateHereDeps, createHere } from './create-here.ts'
import { firstReadme } from './first-readme.ts'
import { signatureOf } from './signature-of.ts'

/** A design that begins with a README, so that a clone has a branch to stand on. */
export function newDesign(
  deps: CreateHereDeps,
  account: AccountId,
  input: { slug: Slug; details: DesignDetails; readme?: string | undefined; empty?: boolean | undefined },
): Promise<CreatedHere> {
  const { slug, details } = input
  return createHere(deps, account, { slug, details, parents: [] }, async (gitDir, author) => {
    if (input.empty) return { refs: [], commit: null }
    const readme = input.readme?.trim() || firstReadme(details)
    const commit = await writeCommit(gitDir, {
      parents: [],
      base: null,
      changes: [{ path: 'README.md', content: Buffer.from(`${readme}\n`) }],
      message: `Start ${details.title}`,
      author: signatureOf(author),
      when: deps.clock.now(),
    })
    return { refs: [{ ref: 'refs/heads/main', oid: commit }], commit: commit as Oid }
  })
}
