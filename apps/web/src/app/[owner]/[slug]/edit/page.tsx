import { ButtonLink } from '@truss/ui/button-link'
import { Note } from '@truss/ui/note'
import { ArrowRight } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { EditDesignForm } from '../../../../components/forms/edit-design-form.tsx'
import { PageHead } from '../../../../components/page-head.tsx'
import { getDesign } from '../../../../server/designs.ts'
import { requireViewer } from '../../../../server/home.ts'

export const metadata: Metadata = { title: 'Edit details' }

export default async function EditPage(props: { params: Promise<{ owner: string; slug: string }> }) {
  const { owner, slug } = await props.params
  const path = `/${owner}/${slug}`
  const viewer = await requireViewer(`${path}/edit`)
  const page = await getDesign(owner, slug)
  if (!page) notFound()
  const { details } = page.design
  return (
    <div className="stack max-w-form gap-5">
      <p className="text-s text-ink-3">
        <a href={`/${owner}`}>{owner}</a> / <a href={path}>{slug}</a>
      </p>
      <PageHead title="Edit details">
        What is said about {details.title}. Files change with versions, and the address stays.
      </PageHead>
      {page.mayEdit ? (
        <EditDesignForm owner={page.design.ownerHandle} slug={page.design.slug} details={details} />
      ) : (
        <CannotEdit mine={viewer.account.id === page.design.owner} page={page} path={path} />
      )}
    </div>
  )
}

function CannotEdit(props: { mine: boolean; page: { hostName: string; hostUrl: string }; path: string }) {
  const { mine, page, path } = props
  if (!mine) {
    return (
      <>
        <Note title="Only its owner edits a design">
          <p>You can make a fork of it and change that.</p>
        </Note>
        <p>
          <ButtonLink href={`${path}/fork`}>Make a fork</ButtonLink>
        </p>
      </>
    )
  }
  return (
    <>
      <Note title={`This design is changed at its host, ${page.hostName}`}>
        <p>You may have to sign in there once.</p>
      </Note>
      <p>
        <ButtonLink variant="filled" href={`${page.hostUrl}${path}/edit`}>
          Edit it at {page.hostName}
          <ArrowRight className="icon" aria-hidden="true" />
        </ButtonLink>
      </p>
    </>
  )
}
