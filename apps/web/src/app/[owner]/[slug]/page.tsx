import { Avatar } from '@truss/ui/avatar'
import { Chip, ChipLink } from '@truss/ui/chip'
import { EmptyState } from '@truss/ui/empty-state'
import { numberWords } from '@truss/ui/number-words'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'
import { dateWords } from '@truss/ui/time-words'
import { TitleBlock } from '@truss/ui/title-block'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { CopiesPlate } from '../../../components/design/copies-plate.tsx'
import { CopyNote, NotHere } from '../../../components/design/copy-note.tsx'
import { DesignFrame } from '../../../components/design/design-frame.tsx'
import { designLd } from '../../../components/design/design-ld.ts'
import { type Address, cloneUrl, designHref, stillBase } from '../../../components/design/design-paths.ts'
import { DownloadZip, GetPlate } from '../../../components/design/get-plate.tsx'
import { JsonLd } from '../../../components/design/json-ld.tsx'
import { LineagePlate } from '../../../components/design/lineage-plate.tsx'
import { MissingAt } from '../../../components/design/missing-at.tsx'
import { RefChooser } from '../../../components/design/ref-chooser.tsx'
import { branchesInOrder, defaultBranch, newestFirst } from '../../../components/design/ref-order.ts'
import { RepositoryText } from '../../../components/design/repository-text.tsx'
import { RootFiles } from '../../../components/design/root-files.tsx'
import { viewerPart } from '../../../components/design/viewer-parts.ts'
import { CommentForm } from '../../../components/social/comment-form.tsx'
import { CommentList } from '../../../components/social/comment-list.tsx'
import { PartViewer } from '../../../components/viewer/part-viewer.tsx'
import { webConfig } from '../../../config.ts'
import {
  addressOf,
  getComments,
  getDesign,
  getLineage,
  getReadme,
  getRefs,
  getShowcase,
  getTree,
  oneOf,
  valueIfHere,
} from '../../../server/design-content.ts'
import { getViewerOrNull } from '../../../server/viewer.ts'

interface Props {
  params: Promise<{ owner: string; slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  const { design, still } = await getDesign(address)
  const { title, summary } = design.details
  const description = summary || `A design by ${design.ownerHandle}.`
  const url = designHref(address)
  return {
    title: `${title} by ${design.ownerHandle}`,
    description,
    alternates: { canonical: url },
    openGraph: {
      type: 'article',
      title,
      description,
      url,
      siteName: 'Truss',
      ...(still
        ? { images: [{ url: `${still}/1200-light.webp`, width: 1200, height: 900, alt: title }] }
        : {}),
    },
  }
}

export default async function DesignPage({ params, searchParams }: Props) {
  const address = await addressOf(params)
  const query = await searchParams
  const at = oneOf(query.at)
  const page = await getDesign(address)
  const [refsAnswer, showcaseAnswer, readmeAnswer, treeAnswer, comments, viewer] = await Promise.all([
    getRefs(address),
    getShowcase(address, at),
    getReadme(address, at),
    getTree(address, '', at),
    getComments(address),
    getViewerOrNull(),
  ])
  const refs = valueIfHere(refsAnswer)
  const tree = valueIfHere(treeAnswer)
  const readme = valueIfHere(readmeAnswer)
  const showcase = valueIfHere(showcaseAnswer)?.files ?? []
  const { publicUrl: here, instanceId: self } = webConfig()
  const { design } = page
  const { details } = design
  const tags = refs ? newestFirst(refs.tags) : []
  const latest = tags[0]
  const branch = refs ? defaultBranch(refs) : undefined
  // What was chosen by address is what is downloaded; otherwise the latest release, then the default variant.
  const chosen = at ?? latest?.short ?? branch?.short
  const revision =
    tree && chosen ? { name: chosen, release: tags.some(({ short }) => short === chosen) } : null
  const parts = showcase.map((file) => viewerPart({ design: address, id: design.id, at }, file))
  const stills = new Map(
    showcase.filter((file) => file.hasStill).map((file) => [file.path, stillBase(design.id, file.oid)]),
  )

  return (
    <DesignFrame page={page} tab="design">
      <JsonLd value={designLd(page)} />
      <div className="cols-side">
        <div className="stack gap-5">
          {refsAnswer.kind === 'not-here' ? (
            <NotHere page={page} reason={refsAnswer.reason} />
          ) : (
            <CopyNote page={page} />
          )}
          {parts.length > 0 ? (
            <PartViewer parts={parts} chosen={oneOf(query.part)} title={details.title} />
          ) : null}
          {revision ? (
            <div className="lg:hidden">
              <DownloadZip page={page} revision={revision} />
            </div>
          ) : null}
          <TitleBlock
            facts={[
              {
                label: 'Owner',
                value: (
                  <span className="flex min-w-0 items-center gap-2">
                    <Avatar name={page.owner.displayName || design.ownerHandle} size="small" />
                    <a className="truncate" href={`/${design.ownerHandle}`}>
                      {design.ownerHandle}
                    </a>
                  </span>
                ),
              },
              {
                label: 'Licence',
                value: details.licence ? (
                  <a href={`/?licence=${encodeURIComponent(details.licence)}`}>{details.licence}</a>
                ) : (
                  <span className="text-as-of">None: ask the owner</span>
                ),
              },
              {
                label: 'Release',
                value: latest ? (
                  <span>
                    {latest.short}
                    {latest.at ? `, ${dateWords(latest.at)}` : null}
                  </span>
                ) : (
                  'None yet'
                ),
              },
              {
                label: 'Variant',
                value:
                  refs && refs.branches.length > 1 ? (
                    <RefChooser
                      small
                      action={designHref(address)}
                      branches={branchesInOrder(refs).map(({ short }) => short)}
                      tags={at && tags.some(({ short }) => short === at) ? [at] : []}
                      current={at ?? branch?.short ?? ''}
                      label="Variant"
                    />
                  ) : (
                    (at ?? branch?.short ?? 'None yet')
                  ),
              },
              { label: 'Host', value: <a href={page.hostUrl}>{page.hostName}</a> },
              { label: 'Updated', value: <RelativeTime at={design.head?.at ?? design.createdAt} /> },
            ]}
          />
          {tree && tree.entries.length > 0 ? (
            <RootFiles design={address} at={at} tree={tree} stills={stills} />
          ) : null}
          {refsAnswer.kind !== 'not-here' && !tree ? (
            <EmptyRepository
              address={address}
              here={here}
              mayEdit={page.mayEdit}
              wrongRef={refs?.branches.length ? at : undefined}
            />
          ) : null}
          {readme?.path ? (
            <Plate title={readme.path} titleId="readme">
              <RepositoryText design={address} path={readme.path} at={at} text={readme.text} />
            </Plate>
          ) : null}
          <section aria-labelledby="comments" className="stack gap-3">
            <h2 id="comments" className="border-b border-line pb-2">
              Comments <span className="font-normal text-ink-3">{numberWords(comments.length)}</span>
            </h2>
            <CommentList {...address} comments={comments} />
            {viewer ? (
              <CommentForm {...address} />
            ) : (
              <p className="text-s text-ink-2">
                <a
                  className="link"
                  href={`/signin?next=${encodeURIComponent(`${designHref(address)}#comments`)}`}
                  rel="nofollow"
                >
                  Sign in
                </a>{' '}
                to comment.
              </p>
            )}
          </section>
        </div>
        <aside className="stack gap-5" aria-label="Get it, trust it, where it comes from">
          <GetPlate page={page} here={here} self={self} revision={revision} />
          <CopiesPlate page={page} here={self} />
          <Suspense fallback={<LineageFallback address={address} />}>
            <Lineage address={address} />
          </Suspense>
          {details.tags.length > 0 ? (
            <Plate title="Tags" titleId="tags">
              <ul className="flex flex-wrap gap-2">
                {details.tags.map((tag) => (
                  <li key={tag}>
                    <ChipLink href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</ChipLink>
                  </li>
                ))}
              </ul>
            </Plate>
          ) : null}
        </aside>
      </div>
    </DesignFrame>
  )
}

/** What stays where no script puts the lineage in its place. */
function LineageFallback({ address }: { address: Address }) {
  return (
    <Plate title="Where it comes from">
      <a className="link text-s" href={designHref(address, 'lineage')}>
        Read the lineage
      </a>
    </Plate>
  )
}

async function Lineage({ address }: { address: Address }) {
  return <LineagePlate design={address} graph={await getLineage(address)} />
}

interface EmptyRepositoryProps {
  address: Address
  here: string
  mayEdit: boolean
  /** A variant that was asked for and is not there. */
  wrongRef: string | undefined
}

function EmptyRepository({ address, here, mayEdit, wrongRef }: EmptyRepositoryProps) {
  if (wrongRef) return <MissingAt design={address} at={wrongRef} path="" />
  return (
    <EmptyState title="No files yet">
      {mayEdit ? (
        <>
          <p>Push a first version from a folder that git knows:</p>
          <pre className="max-w-full overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2 text-start text-xs">
            {`git remote add truss ${cloneUrl(here, address)}\ngit push truss HEAD`}
          </pre>
        </>
      ) : (
        <p>
          <Chip>{address.owner}</Chip> has not saved a version. A clone from here is empty.
        </p>
      )}
    </EmptyState>
  )
}
