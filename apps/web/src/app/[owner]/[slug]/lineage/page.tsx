import { ButtonLink } from '@truss/ui/button-link'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import type { Metadata } from 'next'
import { DesignFrame } from '../../../../components/design/design-frame.tsx'
import { LineageKey } from '../../../../components/design/lineage-key.tsx'
import { LineageList } from '../../../../components/design/lineage-list.tsx'
import { LineagePicture } from '../../../../components/design/lineage-picture.tsx'
import { lineageTree } from '../../../../components/design/lineage-words.ts'
import { tabMetadata } from '../../../../components/design/tab-pages.ts'
import { addressOf, getDesign, getLineage } from '../../../../server/design-content.ts'

interface Props {
  params: Promise<{ owner: string; slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  const { design } = await getDesign(address)
  return tabMetadata('Lineage', { title: design.details.title, address }, 'lineage')
}

export default async function LineagePage({ params }: Props) {
  const address = await addressOf(params)
  const [page, graph] = await Promise.all([getDesign(address), getLineage(address)])
  const up = lineageTree(graph, 'up')
  const down = lineageTree(graph, 'down')
  return (
    <DesignFrame page={page} tab="lineage">
      {graph.edges.length === 0 ? (
        <EmptyState
          title="Nothing before it, nothing after it yet"
          action={
            <ButtonLink
              href={`/remix?parent=${encodeURIComponent(`${address.owner}/${address.slug}`)}`}
              rel="nofollow"
            >
              Remix it
            </ButtonLink>
          }
        >
          <p>
            {address.owner} has named no source. Forks and remixes appear here, on whatever instance they are
            made.
          </p>
        </EmptyState>
      ) : (
        <div className="stack gap-5">
          <Plate
            className="max-sm:hidden"
            title="Lineage, drawn"
            titleId="drawn"
            aside={<LineageKey relations={graph.edges.map(({ relation }) => relation)} />}
          >
            <LineagePicture graph={graph} />
          </Plate>
          {graph.truncated ? (
            <p className="text-s text-ink-2">
              More designs belong here than are listed. Open one of them to go on from there.
            </p>
          ) : null}
          <div className="cols-auto">
            <Plate title="Where it comes from" titleId="sources">
              {up.length === 0 ? (
                <p className="text-s text-ink-2">{address.owner} has named no source.</p>
              ) : (
                <LineageList branches={up} direction="up" />
              )}
            </Plate>
            <Plate title="What came of it" titleId="derivatives">
              {down.length === 0 ? (
                <p className="text-s text-ink-2">Nothing yet.</p>
              ) : (
                <LineageList branches={down} direction="down" />
              )}
            </Plate>
          </div>
          <p className="text-s text-ink-3">
            Each relation is what the owner of the later design says; it names the version that was taken.
          </p>
        </div>
      )}
    </DesignFrame>
  )
}
