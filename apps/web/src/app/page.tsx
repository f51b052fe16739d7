import { SORTS } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { Chip } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { countWords } from '@truss/ui/number-words'
import { Pagination } from '@truss/ui/pagination'
import { SegmentedLinks } from '@truss/ui/segmented-links'
import { TileGrid } from '@truss/ui/tile'
import { ChevronRight, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChosenFilters } from '../components/explore/chosen-filters.tsx'
import { Facets } from '../components/explore/facets.tsx'
import {
  isNarrowed,
  readSearch,
  type SearchParams,
  searchAddress,
} from '../components/explore/search-address.ts'
import { SearchFields } from '../components/explore/search-fields.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { SubmitSearch } from '../components/submit-search.tsx'
import { DesignTile } from '../components/tiles/design-tile.tsx'
import { webConfig } from '../config.ts'
import { searchDesigns } from '../server/designs.ts'

export const metadata: Metadata = { alternates: { canonical: '/' } }

const SORT_WORDS = { trending: 'Trending', new: 'New', 'most-remixed': 'Most remixed' } as const

export default async function ExplorePage(props: { searchParams: Promise<SearchParams> }) {
  const search = readSearch(await props.searchParams)
  const list = await searchDesigns(search)
  if (list.items.length === 0 && list.page > 1) notFound()
  const { instanceName } = webConfig()
  const set = [search.kind, search.licence, search.tag, search.host].flat().filter(Boolean).length
  return (
    <div className="stack gap-5">
      <div className="stack gap-3">
        <h1>Find a design to make, change or build on</h1>
        <search className="max-w-form">
          <form action="/" className="flex gap-2">
            <SearchBox
              id="q"
              label="Search designs on all instances"
              placeholder="bracket, keyboard, M5, mara …"
              value={search.q ?? ''}
              big
              shortcut
            />
            <SearchFields search={search} names={['kind', 'licence', 'tag', 'owner', 'host', 'sort']} />
            <SubmitSearch />
          </form>
        </search>
      </div>
      <div className="cols-lead">
        <aside aria-label="Narrow the results">
          <details className="group rounded-l border border-line bg-surface px-4 lg:hidden">
            <summary className="flex min-h-target items-center gap-2 text-s font-medium">
              <ChevronRight className="icon group-open:rotate-90" aria-hidden="true" />
              Narrow the results
              {set > 0 ? <Chip>{set} set</Chip> : null}
            </summary>
            <div className="py-4">
              <Facets idPrefix="phone" search={search} facets={list.facets} />
            </div>
          </details>
          <div className="hidden lg:block">
            <Facets idPrefix="desk" search={search} facets={list.facets} />
          </div>
        </aside>
        <section aria-labelledby="results" className="stack gap-5">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <SegmentedLinks
              label="Order"
              segments={SORTS.map((sort) => ({
                href: searchAddress(search, { sort: sort === 'trending' ? undefined : sort }),
                label: SORT_WORDS[sort],
                current: (search.sort ?? 'trending') === sort,
              }))}
            />
            <p role="status" className="text-s text-ink-2">
              {countWords(list.total, 'design')}
            </p>
          </div>
          <ChosenFilters search={search} />
          <h2 id="results" className="vh">
            Results
          </h2>
          {list.items.length > 0 ? (
            <TileGrid>
              {list.items.map((tile) => (
                <DesignTile key={tile.design.id} tile={tile} here={instanceName} />
              ))}
            </TileGrid>
          ) : (
            <NothingFound narrowed={isNarrowed(search)} />
          )}
          <Pagination page={list.page} pages={list.pages} href={(page) => searchAddress(search, { page })} />
        </section>
      </div>
    </div>
  )
}

function NothingFound({ narrowed }: { narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        title="Nothing matches all of this"
        action={<ButtonLink href="/">Show all designs</ButtonLink>}
      >
        <p>Take a filter off, or search for fewer words.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No designs yet"
      action={
        <ButtonLink href="/new">
          <Plus className="icon" aria-hidden="true" />
          Make the first one
        </ButtonLink>
      }
    >
      <p>What is published on any instance of this network appears here.</p>
    </EmptyState>
  )
}
