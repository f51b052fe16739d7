import { ButtonLink } from '@truss/ui/button-link'
import { PageHead } from '../components/page-head.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { SubmitSearch } from '../components/submit-search.tsx'

export default function NotFound() {
  return (
    <div className="stack max-w-form gap-5">
      <PageHead title="There is nothing at this address">
        It may have been renamed, removed, or be for some people only. The address says nothing about which.
      </PageHead>
      <search>
        <form action="/" className="flex gap-2">
          <SearchBox
            id="lost"
            label="Search designs on all instances"
            placeholder="Search all instances"
            big
          />
          <SubmitSearch />
        </form>
      </search>
      <p>
        <ButtonLink href="/">Show all designs</ButtonLink>
      </p>
    </div>
  )
}
