import type { DesignPage } from '@truss/contracts/views'
import { Note } from '@truss/ui/note'
import { RelativeTime } from '@truss/ui/relative-time'
import { designHref } from './design-paths.ts'

export interface CopyNoteProps {
  page: DesignPage
  /** Address below the design's, for the same page at the host. */
  tail?: string
}

/** Says when the files that are shown are not the newest, or are not here at all; nothing when all is well. */
export function CopyNote({ page, tail = '' }: CopyNoteProps) {
  const { copy, hostName, hostUrl, design } = page
  const address = { owner: design.ownerHandle, slug: design.slug }
  const there = (
    <a className="link" href={`${hostUrl}${designHref(address, tail)}`}>
      Look at it on {hostName}
    </a>
  )
  if (copy.verdict === 'absent') {
    return (
      <Note title={`The files are at ${hostName}`}>
        <p>
          This instance knows the design, its comments and where it comes from; it holds no copy of the files.
          A clone from here goes to {hostName}, and this instance then fetches a copy. {there}.
        </p>
      </Note>
    )
  }
  if (copy.verdict === 'refused') {
    return (
      <Note kind="refused" title="The copy here is refused">
        <p>
          {sentence(copy.reason ?? 'the files differ from the state that the host signed')} So nothing of it
          is shown or handed out here. {there}, or clone from there.
        </p>
      </Note>
    )
  }
  if (copy.verdict === 'as-of') {
    return (
      <Note
        kind="as-of"
        title={<>As of {copy.asOf ? <RelativeTime at={copy.asOf} /> : 'an earlier state'}</>}
      >
        <p>
          This is what {hostName} signed then. Newer changes are not here yet. {there}.
        </p>
      </Note>
    )
  }
  return null
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

/** Instead of files, history or a commit where the repository is not on this instance. */
export function NotHere({ page, tail = '', reason }: CopyNoteProps & { reason: string | null }) {
  if (page.copy.verdict === 'absent' || page.copy.verdict === 'refused')
    return <CopyNote page={page} tail={tail} />
  // The catalog says that a copy is here and the repository says that it is not: it is on its way.
  return (
    <Note title="The files are not here at the moment">
      <p>
        {reason ? sentence(reason) : 'The copy is being fetched.'} Try again in a minute, or{' '}
        <a
          className="link"
          href={`${page.hostUrl}${designHref({ owner: page.design.ownerHandle, slug: page.design.slug }, tail)}`}
        >
          look at it on {page.hostName}
        </a>
        .
      </p>
    </Note>
  )
}
