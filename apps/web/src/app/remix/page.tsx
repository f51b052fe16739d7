import type { Metadata } from 'next'
import { HomeNote } from '../../components/home-note.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { ParentPicker } from '../../components/remix/parent-picker.tsx'
import { readParents, remixAddress } from '../../components/remix/remix-address.ts'
import { RemixForm } from '../../components/remix/remix-form.tsx'
import { webConfig } from '../../config.ts'
import { searchDesigns } from '../../server/designs.ts'
import { requireViewer } from '../../server/home.ts'
import { loadParents } from '../../server/remix-parents.ts'

export const metadata: Metadata = { title: 'Make a remix' }

interface Props {
  searchParams: Promise<{ parent?: string | string[]; q?: string | string[] }>
}

export default async function RemixPage(props: Props) {
  const params = await props.searchParams
  const named = readParents(params.parent)
  const q = typeof params.q === 'string' ? params.q.trim().slice(0, 200) : ''
  const viewer = await requireViewer(remixAddress(named, q))
  const head = (
    <PageHead title="Make a remix">
      A new design of yours that names where it comes from. Each parent stays pinned to the version you pick,
      and its author is credited.
    </PageHead>
  )
  if (!viewer.homeHere) {
    return (
      <div className="stack gap-5">
        {head}
        <HomeNote viewer={viewer} path={remixAddress(named, q)} what="Remixes" />
      </div>
    )
  }
  const { parents, missing } = await loadParents(named)
  const found = q === '' ? null : await searchDesigns({ q })
  const chosen = parents.map(({ name }) => name)
  const { publicUrl, instanceName } = webConfig()
  return (
    <div className="stack gap-5">
      {head}
      <RemixForm
        parents={parents}
        missing={missing}
        place={`${new URL(publicUrl).host}/${viewer.account.handle}/`}
        picker={<ParentPicker chosen={chosen} q={q} found={found} here={instanceName} />}
      />
    </div>
  )
}
