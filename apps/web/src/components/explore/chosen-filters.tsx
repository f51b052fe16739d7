import type { DesignSearch } from '@truss/contracts/views'
import { ChipLink } from '@truss/ui/chip'
import { X } from 'lucide-react'
import { facetWords } from './facet-words.ts'
import { isNarrowed, searchAddress } from './search-address.ts'

const LISTS = ['kind', 'licence', 'tag'] as const
const SINGLE = ['q', 'owner', 'host'] as const

/** What narrows the list, each with a way to take it off. */
export function ChosenFilters({ search }: { search: DesignSearch }) {
  if (!isNarrowed(search)) return null
  const chips = [
    ...SINGLE.flatMap((name) => {
      const value = search[name]
      if (!value) return []
      const words = name === 'q' ? `“${value}”` : name === 'owner' ? `by ${value}` : `at ${value}`
      return [{ key: name, words, href: searchAddress(search, { [name]: undefined }) }]
    }),
    ...LISTS.flatMap((name) =>
      (search[name] ?? []).map((value) => ({
        key: `${name}-${value}`,
        words: facetWords(name, value),
        href: searchAddress(search, { [name]: (search[name] ?? []).filter((one) => one !== value) }),
      })),
    ),
  ]
  return (
    <ul aria-label="What narrows the list" className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, words, href }) => (
        <li key={key}>
          <ChipLink href={href}>
            {words}
            <X className="icon" aria-hidden="true" />
            <span className="vh">remove</span>
          </ChipLink>
        </li>
      ))}
      <li>
        <a className="link text-s" href={searchAddress({ sort: search.sort })}>
          Clear all
        </a>
      </li>
    </ul>
  )
}
