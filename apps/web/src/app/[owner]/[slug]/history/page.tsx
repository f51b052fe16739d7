import { ButtonLink } from '@truss/ui/button-link'
import { EmptyState } from '@truss/ui/empty-state'
import { numberWords } from '@truss/ui/number-words'
import { ChevronRight } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CommitRow } from '../../../../components/design/commit-row.tsx'
import { CopyNote, NotHere } from '../../../../components/design/copy-note.tsx'
import { DesignFrame } from '../../../../components/design/design-frame.tsx'
import { filesHref, historyHref } from '../../../../components/design/design-paths.ts'
import { formatDay, groupByDay } from '../../../../components/design/group-by-day.ts'
import { MissingAt } from '../../../../components/design/missing-at.tsx'
import { RefChooser } from '../../../../components/design/ref-chooser.tsx'
import { branchesInOrder, defaultBranch, newestFirst } from '../../../../components/design/ref-order.ts'
import { tabMetadata } from '../../../../components/design/tab-pages.ts'
import {
  addressOf,
  getDesign,
  getHistory,
  getRefs,
  oneOf,
  valueIfHere,
} from '../../../../server/design-content.ts'

interface Props {
  params: Promise<{ owner: string; slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  const { design } = await getDesign(address)
  return tabMetadata('History', { title: design.details.title, address }, 'history')
}

export default async function HistoryPage({ params, searchParams }: Props) {
  const address = await addressOf(params)
  const query = await searchParams
  const [at, path, after] = [oneOf(query.at), oneOf(query.path), oneOf(query.after)]
  const page = await getDesign(address)
  const [answer, refsAnswer] = await Promise.all([
    getHistory(address, { revision: at, path, after }),
    getRefs(address),
  ])
  const refs = valueIfHere(refsAnswer)
  if (answer.kind === 'missing' && !at && (path || after)) notFound()
  const tags = new Map<string, string[]>()
  for (const tag of refs?.tags ?? []) tags.set(tag.commit, [...(tags.get(tag.commit) ?? []), tag.short])
  const same = { ...(at ? { at } : {}), ...(path ? { path } : {}) }
  return (
    <DesignFrame page={page} tab="history">
      {answer.kind === 'not-here' ? (
        <NotHere page={page} tail="history" reason={answer.reason} />
      ) : answer.kind === 'missing' && at ? (
        <MissingAt design={address} at={at} path={path ?? ''} />
      ) : answer.kind === 'missing' || answer.value.commits.length === 0 ? (
        <EmptyState title={after ? 'Nothing older' : 'No versions yet'}>
          <p>
            {path ? `Nothing has changed ${path} in this variant.` : 'The first push begins the history.'}
          </p>
        </EmptyState>
      ) : (
        <div className="stack gap-4">
          <CopyNote page={page} tail="history" />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 className="text-m">
              {path ? (
                <>
                  History of{' '}
                  <a className="font-mono break-all" href={filesHref(address, path, at)}>
                    {path}
                  </a>
                </>
              ) : (
                'History'
              )}{' '}
              {answer.value.total === null ? null : (
                <span className="font-normal text-ink-3">{numberWords(answer.value.total)} versions</span>
              )}
            </h2>
            {refs ? (
              <RefChooser
                action={historyHref(address)}
                branches={branchesInOrder(refs).map(({ short }) => short)}
                tags={newestFirst(refs.tags).map(({ short }) => short)}
                current={at ?? defaultBranch(refs)?.short ?? answer.value.revision.commit}
                keep={{ path }}
              />
            ) : null}
          </div>
          {groupByDay(answer.value.commits, ({ committer }) => committer.at).map(({ day, items }) => (
            <section key={`${day} ${items[0]?.oid}`} aria-label={formatDay(day)} className="stack gap-2">
              <h3 className="text-s text-ink-2">
                <time dateTime={day}>{formatDay(day)}</time>
              </h3>
              <ol className="rounded-l border border-line bg-surface">
                {items.map((commit) => (
                  <CommitRow
                    key={commit.oid}
                    design={address}
                    commit={commit}
                    tags={tags.get(commit.oid) ?? []}
                  />
                ))}
              </ol>
            </section>
          ))}
          <nav aria-label="Pages" className="flex flex-wrap justify-between gap-3">
            <span>{after ? <ButtonLink href={historyHref(address, same)}>Newest</ButtonLink> : null}</span>
            {answer.value.next ? (
              <ButtonLink href={historyHref(address, { ...same, after: answer.value.next })} rel="next">
                Older
                <ChevronRight className="icon" aria-hidden="true" />
              </ButtonLink>
            ) : null}
          </nav>
        </div>
      )}
    </DesignFrame>
  )
}
