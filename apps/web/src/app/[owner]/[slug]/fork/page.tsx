import { Note } from '@truss/ui/note'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ForkForm } from '../../../../components/forms/fork-form.tsx'
import { licenceAsks } from '../../../../components/forms/licence-choices.ts'
import { HomeNote } from '../../../../components/home-note.tsx'
import { PageHead } from '../../../../components/page-head.tsx'
import { webConfig } from '../../../../config.ts'
import { getDesign } from '../../../../server/designs.ts'
import { requireViewer } from '../../../../server/home.ts'

export const metadata: Metadata = { title: 'Make a fork' }

export default async function ForkPage(props: { params: Promise<{ owner: string; slug: string }> }) {
  const { owner, slug } = await props.params
  const path = `/${owner}/${slug}`
  const viewer = await requireViewer(`${path}/fork`)
  const page = await getDesign(owner, slug)
  if (!page) notFound()
  const { details } = page.design
  const { handle } = viewer.account
  const host = new URL(webConfig().publicUrl).host
  return (
    <div className="stack max-w-form gap-5">
      <p className="text-s text-ink-3">
        <a href={`/${owner}`}>{owner}</a> / <a href={path}>{slug}</a>
      </p>
      <PageHead title={`Fork ${details.title}`}>
        A design of your own that starts with the whole history of this one and names where it comes from.
        Later changes of the original can be taken over.
      </PageHead>
      <Note kind={details.licence ? 'plain' : 'refused'} title={details.licence ?? 'No licence'}>
        <p>{licenceAsks(details.licence)} The fork starts under the same licence.</p>
      </Note>
      {viewer.homeHere ? (
        <ForkForm
          parent={{ owner: page.design.ownerHandle, slug: page.design.slug, title: details.title }}
          place={`${host}/${handle}/`}
          suggestedSlug={handle === page.design.ownerHandle ? `${page.design.slug}-2` : page.design.slug}
        />
      ) : (
        <HomeNote viewer={viewer} path={`${path}/fork`} what="Forks" />
      )}
    </div>
  )
}
