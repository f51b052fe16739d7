import type { InstanceId } from '@truss/contracts/ids'
import type { DesignPage } from '@truss/contracts/views'
import { Plate } from '@truss/ui/plate'
import { Verdict } from '@truss/ui/verdict'
import type { ReactNode } from 'react'
import { copiesHeadline, holderWords, stateWords } from './copy-words.ts'
import { designHref } from './design-paths.ts'

/** All known copies and how far each can be trusted, with what that does not say. */
export function CopiesPlate({ page, here }: { page: DesignPage; here: InstanceId }) {
  const { copy, holders, design } = page
  const address = { owner: design.ownerHandle, slug: design.slug }
  const newest = design.head?.seq ?? null
  // A refused or missing copy is no holder: said first, since it is the one that is looked at.
  const listed = holders.some((holder) => holder.instance === here)
  return (
    <Plate
      flush
      title={copiesHeadline(holders)}
      titleId="copies"
      aside={<Verdict verdict={copy.verdict} at={copy.asOf} />}
      footer="This says that each copy is what the host signed. It does not say that the design is safe or good."
    >
      <ul>
        {listed ? null : (
          <CopyRow name="this instance" words={stateWords(copy, newest)}>
            <Verdict verdict={copy.verdict} at={copy.asOf} />
          </CopyRow>
        )}
        {holders.map((holder) => {
          const self = holder.instance === here
          const verdict = self ? copy.verdict : holder.current ? 'verified' : 'as-of'
          return (
            <CopyRow
              key={holder.instance}
              name={holder.name}
              href={self ? undefined : `${holder.baseUrl}${designHref(address)}`}
              words={self ? `${stateWords(copy, newest)}, this instance` : holderWords(holder, newest)}
            >
              <Verdict verdict={verdict} at={self ? copy.asOf : holder.at} />
            </CopyRow>
          )
        })}
      </ul>
    </Plate>
  )
}

interface CopyRowProps {
  name: string
  href?: string | undefined
  words: string
  children: ReactNode
}

function CopyRow({ name, href, words, children }: CopyRowProps) {
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-2 text-s leading-snug first:border-t-0">
      <span className="min-w-0 flex-1">
        {href ? <a href={href}>{name}</a> : name}
        <span className="block text-xs text-ink-3">{words}</span>
      </span>
      {children}
    </li>
  )
}
