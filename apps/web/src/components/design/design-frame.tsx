import type { DesignPage } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { numberWords } from '@truss/ui/number-words'
import { Tabs } from '@truss/ui/tabs'
import { GitFork, Pencil, Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'
import { getRefs, valueIfHere } from '../../server/design-content.ts'
import { getViewerOrNull } from '../../server/viewer.ts'
import { LikeButton } from '../social/like-button.tsx'
import { designHref, filesHref, historyHref } from './design-paths.ts'

export type DesignTab = 'design' | 'files' | 'history' | 'variants' | 'lineage'

export interface DesignFrameProps {
  page: DesignPage
  tab: DesignTab
  children: ReactNode
}

/** What all pages of a design begin with: where one is, what it is called, what can be done, where to go. */
export async function DesignFrame({ page, tab, children }: DesignFrameProps) {
  const { design } = page
  const address = { owner: design.ownerHandle, slug: design.slug }
  const [viewer, refsAnswer] = await Promise.all([getViewerOrNull(), getRefs(address)])
  const refs = valueIfHere(refsAnswer)
  const home = designHref(address)
  const front = tab === 'design'
  return (
    <div className="stack gap-5">
      <div className="stack gap-3">
        <p className="text-s leading-snug text-ink-2">
          <a href={`/${address.owner}`}>{address.owner}</a> <span className="text-ink-3">/</span>{' '}
          <a href={home}>{address.slug}</a>
        </p>
        <div className="flex flex-wrap items-end justify-between gap-x-5 gap-y-3">
          <div className="stack max-w-form gap-1">
            {front ? (
              <h1>{design.details.title}</h1>
            ) : (
              <h1 className="text-2xl">
                <a href={home}>{design.details.title}</a>
              </h1>
            )}
            {front && design.details.summary ? <p className="text-ink-2">{design.details.summary}</p> : null}
          </div>
          <div className="flex flex-wrap items-start gap-2">
            <LikeButton {...address} likes={page.likes} liked={page.liked} signedIn={viewer !== null} />
            <ButtonLink href={`${home}/fork`} rel="nofollow">
              <GitFork className="icon" aria-hidden="true" />
              Fork
            </ButtonLink>
            <ButtonLink
              href={`/remix?parent=${encodeURIComponent(`${address.owner}/${address.slug}`)}`}
              rel="nofollow"
            >
              <Waypoints className="icon" aria-hidden="true" />
              Remix
              {page.derivatives > 0 ? (
                <span className="border-s border-line ps-2 font-normal text-ink-3">
                  {numberWords(page.derivatives)}
                  <span className="vh"> designs came of it</span>
                </span>
              ) : null}
            </ButtonLink>
            {page.mayEdit ? (
              <ButtonLink href={`${home}/edit`}>
                <Pencil className="icon" aria-hidden="true" />
                Edit
              </ButtonLink>
            ) : null}
          </div>
        </div>
        <Tabs
          label="This design"
          tabs={[
            { href: home, label: 'Design', current: front },
            { href: filesHref(address), label: 'Files', current: tab === 'files' },
            { href: historyHref(address), label: 'History', count: page.commits, current: tab === 'history' },
            {
              href: designHref(address, 'variants'),
              label: 'Variants',
              count: refs ? refs.branches.length + refs.tags.length : null,
              current: tab === 'variants',
            },
            {
              href: designHref(address, 'lineage'),
              label: 'Lineage',
              count: page.parents + page.derivatives || null,
              current: tab === 'lineage',
            },
          ]}
        />
      </div>
      {children}
    </div>
  )
}
