import { ChevronLeft, ChevronRight } from 'lucide-react'
import { ButtonLink } from './button-link.tsx'

export interface PaginationProps {
  page: number
  pages: number
  /** The address of a page, from 1. */
  href: (page: number) => string
}

/** Earlier and later, with where one is. Nothing for a single page. */
export function Pagination({ page, pages, href }: PaginationProps) {
  if (pages <= 1) return null
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <span className="min-w-0 flex-1">
        {page > 1 ? (
          <ButtonLink href={href(page - 1)} rel="prev">
            <ChevronLeft className="icon" aria-hidden="true" />
            Previous
          </ButtonLink>
        ) : null}
      </span>
      <span className="text-s text-ink-2">
        Page {page} of {pages}
      </span>
      <span className="flex min-w-0 flex-1 justify-end">
        {page < pages ? (
          <ButtonLink href={href(page + 1)} rel="next">
            Next
            <ChevronRight className="icon" aria-hidden="true" />
          </ButtonLink>
        ) : null}
      </span>
    </nav>
  )
}
