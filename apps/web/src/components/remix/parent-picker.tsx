import type { DesignList } from '@truss/contracts/views'
import { Button } from '@truss/ui/button'
import { ButtonLink } from '@truss/ui/button-link'
import { Chip } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import { Still } from '@truss/ui/still'
import { Plus } from 'lucide-react'
import { SearchBox } from '../search-box.tsx'
import { MAX_PARENTS, remixAddress } from './remix-address.ts'

/** As many as fit above the form without hiding it. */
const MAX_RESULTS = 6

export interface ParentPickerProps {
  chosen: readonly string[]
  q: string
  found: DesignList | null
  here: string
}

/** Searches for designs to add; everything chosen lives in the address, so it works without script. */
export function ParentPicker({ chosen, q, found, here }: ParentPickerProps) {
  if (chosen.length >= MAX_PARENTS) {
    return <p className="text-s text-ink-2">A remix has at most {MAX_PARENTS} parents.</p>
  }
  const items = (found?.items ?? [])
    .filter(({ design }) => !chosen.includes(`${design.ownerHandle}/${design.slug}`))
    .slice(0, MAX_RESULTS)
  return (
    <search className="stack gap-3">
      <form action="/remix" className="flex gap-2">
        {chosen.map((name) => (
          <input key={name} type="hidden" name="parent" value={name} />
        ))}
        <SearchBox
          id="parent-search"
          label="Add a parent by name"
          placeholder="Add a parent: its name, its maker"
          value={q}
        />
        <Button type="submit">Search</Button>
      </form>
      {found && items.length === 0 ? (
        <EmptyState title="No further design matches this">
          <p>Search for fewer words, or for the handle of its maker.</p>
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <Plate flush aria-label="Found designs">
          <ul>
            {items.map(({ design, hostName, still }) => {
              const name = `${design.ownerHandle}/${design.slug}`
              return (
                <li
                  key={name}
                  className="flex items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
                >
                  <Still base={still} alt="" sizes="3.5rem" missing="" className="w-thumb flex-none" />
                  <div className="min-w-0 flex-1 text-s leading-snug">
                    <a href={`/${name}`} className="font-medium">
                      {design.details.title}
                    </a>
                    <p className="text-ink-3">
                      {hostName === here ? design.ownerHandle : `${design.ownerHandle} at ${hostName}`}
                    </p>
                  </div>
                  <span className="hidden sm:block">
                    <Chip>{design.details.licence ?? 'no licence'}</Chip>
                  </span>
                  <ButtonLink href={remixAddress([...chosen, name])}>
                    <Plus className="icon" aria-hidden="true" />
                    Add<span className="vh"> {design.details.title}</span>
                  </ButtonLink>
                </li>
              )
            })}
          </ul>
        </Plate>
      ) : null}
    </search>
  )
}
