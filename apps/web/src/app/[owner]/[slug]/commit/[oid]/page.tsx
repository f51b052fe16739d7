import type { CommitSummary } from '@truss/contracts/git-views'
import { Avatar } from '@truss/ui/avatar'
import { ButtonLink } from '@truss/ui/button-link'
import { Note } from '@truss/ui/note'
import { countWords } from '@truss/ui/number-words'
import { Plate } from '@truss/ui/plate'
import { RelativeTime } from '@truss/ui/relative-time'
import { FileSearch } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangedFile, LineCounts } from '../../../../../components/design/changed-file.tsx'
import { diffAnchor, STATUS_WORDS } from '../../../../../components/design/changed-file-words.ts'
import { CopyNote, NotHere } from '../../../../../components/design/copy-note.tsx'
import { DesignFrame } from '../../../../../components/design/design-frame.tsx'
import { type Address, commitHref, filesHref } from '../../../../../components/design/design-paths.ts'
import { tabMetadata } from '../../../../../components/design/tab-pages.ts'
import { addressOf, getCommit, getDesign } from '../../../../../server/design-content.ts'

interface Props {
  params: Promise<{ owner: string; slug: string; oid: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = await addressOf(params)
  const { oid } = await params
  const { design } = await getDesign(address)
  return tabMetadata(oid.slice(0, 7), { title: design.details.title, address }, `commit/${oid}`)
}

export default async function CommitPage({ params }: Props) {
  const address = await addressOf(params)
  const { oid } = await params
  if (!/^[0-9a-f]{4,64}$/.test(oid)) notFound()
  const [page, answer] = await Promise.all([getDesign(address), getCommit(address.owner, address.slug, oid)])
  if (answer.kind === 'missing') notFound()
  const tail = `commit/${oid}`
  if (answer.kind === 'not-here') {
    return (
      <DesignFrame page={page} tab="history">
        <NotHere page={page} tail={tail} reason={answer.reason} />
      </DesignFrame>
    )
  }
  const { commit, files, truncated } = answer.value
  const added = files.reduce((sum, file) => sum + file.additions, 0)
  const removed = files.reduce((sum, file) => sum + file.deletions, 0)
  return (
    <DesignFrame page={page} tab="history">
      <CopyNote page={page} tail={tail} />
      <Message address={address} commit={commit} />
      <div className="cols-side">
        <div className="stack gap-4 max-lg:order-2">
          {truncated ? (
            <Note title="The change is larger than what is shown">
              <p>Files or lines are left out here. A clone has everything.</p>
            </Note>
          ) : null}
          {files.length === 0 ? (
            <p className="text-s text-ink-2">No file differs from the version before.</p>
          ) : null}
          {files.map((file, place) => (
            <ChangedFile
              key={`${file.oldPath} ${file.newPath}`}
              design={address}
              id={page.design.id}
              file={file}
              place={place}
              before={commit.parents[0]}
              after={commit.oid}
            />
          ))}
        </div>
        <aside aria-label="Changed files" className="max-lg:order-1">
          <Plate
            flush
            className="stick"
            title="Changed files"
            aside={
              <span className="flex gap-3 text-s">
                <LineCounts file={{ additions: added, deletions: removed, binary: false }} />
              </span>
            }
            footer={countWords(files.length, 'file')}
          >
            <ul className="max-h-dvh overflow-y-auto">
              {files.map((file, place) => (
                <li
                  key={`${file.oldPath} ${file.newPath}`}
                  className="flex items-center gap-3 border-t border-line px-4 py-2 text-s leading-snug first:border-t-0"
                >
                  <span className="min-w-0 flex-1">
                    <a className="font-mono break-all" href={`#${diffAnchor(place)}`}>
                      {file.newPath ?? file.oldPath}
                    </a>
                    {file.status === 'modified' ? null : (
                      <span className="block text-xs text-ink-3">{STATUS_WORDS[file.status]}</span>
                    )}
                  </span>
                  <span className="flex gap-2 text-xs whitespace-nowrap">
                    <LineCounts file={file} />
                  </span>
                </li>
              ))}
            </ul>
          </Plate>
        </aside>
      </div>
    </DesignFrame>
  )
}

function Message({ address, commit }: { address: Address; commit: CommitSummary }) {
  const { author, committer, parents } = commit
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="stack max-w-form gap-2">
        <h2>{commit.subject || 'Without a message'}</h2>
        {commit.body ? <p className="text-m whitespace-pre-wrap text-ink-2">{commit.body}</p> : null}
        <p className="flex flex-wrap items-center gap-2 text-s text-ink-2">
          <Avatar name={author.name} size="small" />
          <span>
            {author.name}, <RelativeTime at={author.at} />
            {committer.name === author.name ? null : (
              <>
                , saved by {committer.name} <RelativeTime at={committer.at} />
              </>
            )}
          </span>
        </p>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-3">
          <span>
            Version <span className="font-mono break-all select-all">{commit.oid}</span>
          </span>
          <span>
            {parents.length === 0 ? 'The first version' : 'After '}
            {parents.map((parent) => (
              <a key={parent} className="link me-2 font-mono" href={commitHref(address, parent)}>
                {parent.slice(0, 7)}
              </a>
            ))}
          </span>
        </p>
      </div>
      <ButtonLink href={filesHref(address, '', commit.oid)}>
        <FileSearch className="icon" aria-hidden="true" />
        Files at this version
      </ButtonLink>
    </div>
  )
}
