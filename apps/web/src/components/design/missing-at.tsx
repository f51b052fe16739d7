import { EmptyState } from '@truss/ui/empty-state'
import { getRefs, valueIfHere } from '../../server/design-content.ts'
import { type Address, designHref, filesHref, historyHref } from './design-paths.ts'

export interface MissingAtProps {
  design: Address
  /** The variant, release or version that was asked for. */
  at: string
  path: string
}

/** Says what is missing, the version or only the file in it, and leads on. */
export async function MissingAt({ design, at, path }: MissingAtProps) {
  const refs = valueIfHere(await getRefs(design))
  const known = refs ? [...refs.branches, ...refs.tags].some(({ short }) => short === at) : false
  if (!known || path === '') {
    return (
      <EmptyState
        title={`There is no variant, release or version “${at}”`}
        action={
          <a className="link" href={designHref(design, 'variants')}>
            See which there are
          </a>
        }
      >
        <p>It may have been renamed or removed.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={`${path} is not in ${at}`}
      action={
        <span className="flex flex-wrap justify-center gap-4">
          <a className="link" href={filesHref(design, '', at)}>
            Files of {at}
          </a>
          <a className="link" href={historyHref(design, { path })}>
            History of this file
          </a>
        </span>
      }
    >
      <p>It may have another name there, or not have been made yet.</p>
    </EmptyState>
  )
}
