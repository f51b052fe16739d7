'use client'
import { usePathname } from 'next/navigation'
import { SearchBox } from './search-box.tsx'

/** Search in the bar; explore has its own, larger one. */
export function BarSearch() {
  if (usePathname() === '/') return null
  return (
    <search className="hidden w-full max-w-find lg:block">
      <form action="/">
        <SearchBox id="bar-search" label="Search all instances" placeholder="Search all instances" shortcut />
      </form>
    </search>
  )
}
