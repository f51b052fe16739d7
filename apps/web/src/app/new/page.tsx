import type { Metadata } from 'next'
import { NewDesignForm } from '../../components/forms/new-design-form.tsx'
import { WhatHappens } from '../../components/forms/what-happens.tsx'
import { HomeNote } from '../../components/home-note.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { webConfig } from '../../config.ts'
import { requireViewer } from '../../server/home.ts'

export const metadata: Metadata = { title: 'New design' }

export default async function NewDesignPage() {
  const viewer = await requireViewer('/new')
  const { publicUrl } = webConfig()
  const { handle } = viewer.account
  return (
    <div className="stack gap-5">
      <PageHead title="New design">
        Say what it is and what others may do with it. Files come with the first version: push them with git
        to the address you get.
      </PageHead>
      {viewer.homeHere ? (
        <div className="cols-side">
          <NewDesignForm place={`${new URL(publicUrl).host}/${handle}/`} />
          <aside aria-label="What happens then">
            <WhatHappens />
          </aside>
        </div>
      ) : (
        <HomeNote viewer={viewer} path="/new" what="New designs" />
      )}
    </div>
  )
}
