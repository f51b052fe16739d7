import type { DiffFile } from '@truss/contracts/git-views'
import { Plate } from '@truss/ui/plate'
import { Still } from '@truss/ui/still'
import { Download } from 'lucide-react'
import { diffAnchor, STATUS_WORDS } from './changed-file-words.ts'
import { type Address, filesHref, rawHref, stillBase } from './design-paths.ts'
import { DiffRowsTable } from './diff-rows-table.tsx'

/** Longer changes are folded away at first. */
const OPEN_LINES = 400
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif)$/i
const MESH = /\.(?:stl|3mf|obj)$/i

export interface ChangedFileProps {
  design: Address
  id: string
  file: DiffFile
  place: number
  /** Commits to read the two sides at. */
  before: string | undefined
  after: string
}

/** One file of a commit: its text line by line, or both sides as pictures and downloads. */
export function ChangedFile(props: ChangedFileProps) {
  const { design, file, place, before, after } = props
  const path = file.newPath ?? file.oldPath ?? ''
  const lines = file.additions + file.deletions
  const at = file.newPath === null ? before : after
  return (
    <Plate
      flush
      id={diffAnchor(place)}
      title={
        <span className="font-mono text-s break-all">
          {file.oldPath !== null && file.newPath !== null && file.oldPath !== file.newPath ? (
            <span className="text-ink-3">{file.oldPath} → </span>
          ) : null}
          <a href={filesHref(design, path, at)}>{path}</a>
        </span>
      }
      aside={
        <span className="flex gap-3 text-s">
          {file.status === 'modified' ? null : (
            <span className="text-ink-2">{STATUS_WORDS[file.status]}</span>
          )}
          <LineCounts file={file} />
        </span>
      }
    >
      {file.binary ? (
        <BothSides {...props} />
      ) : file.hunks.length === 0 ? (
        <p className="px-4 py-3 text-s text-ink-2">
          {lines > 0
            ? 'The change is too large to be shown. Both versions can be read as files.'
            : 'The content is the same.'}{' '}
          <SideLinks {...props} />
        </p>
      ) : lines > OPEN_LINES ? (
        <details>
          <summary className="px-4 py-3 text-s font-medium text-accent hover:underline">
            Show {lines} changed lines
          </summary>
          <DiffRowsTable file={file} />
        </details>
      ) : (
        <DiffRowsTable file={file} />
      )}
    </Plate>
  )
}

/** `+3 −1`, in words for those who do not see the colours. */
export function LineCounts({ file }: { file: Pick<DiffFile, 'additions' | 'deletions' | 'binary'> }) {
  if (file.binary) return <span className="text-ink-3">not text</span>
  return (
    <>
      <span className="text-added">
        +{file.additions}
        <span className="vh"> lines added</span>
      </span>
      <span className="text-removed">
        {'\u2212'}
        {file.deletions}
        <span className="vh"> lines removed</span>
      </span>
    </>
  )
}

function sidesOf({ file, before, after }: ChangedFileProps) {
  return [
    { name: 'Before', path: file.oldPath, oid: file.oldOid, at: before },
    { name: 'After', path: file.newPath, oid: file.newOid, at: after },
  ].flatMap(({ path, oid, at, name }) => (path && at ? [{ name, path, oid, at }] : []))
}

function SideLinks(props: ChangedFileProps) {
  return sidesOf(props).map(({ name, path, at }) => (
    <a key={name} className="link me-3" href={filesHref(props.design, path, at)}>
      {name}
    </a>
  ))
}

function BothSides(props: ChangedFileProps) {
  const sides = sidesOf(props)
  return (
    <div className={`grid gap-px bg-line ${sides.length > 1 ? 'sm:grid-cols-2' : ''}`}>
      {sides.map(({ name, path, oid, at }) => {
        const raw = rawHref(props.design, path, at)
        return (
          <figure key={name} className="stack bg-surface">
            {PICTURE.test(path) ? (
              // biome-ignore lint/performance/noImgElement: the image service of Next is off
              <img
                src={raw}
                alt={`${path}, ${name.toLowerCase()}`}
                loading="lazy"
                className="stage aspect-still w-full object-contain"
              />
            ) : MESH.test(path) && oid ? (
              <Still
                base={stillBase(props.id, oid)}
                alt={`${path}, ${name.toLowerCase()}`}
                sizes="28rem"
                className="rounded-s"
              />
            ) : null}
            <figcaption className="flex items-center justify-between gap-3 px-4 py-2 text-s">
              <a href={filesHref(props.design, path, at)}>{name}</a>
              <a className="inline-flex min-h-control items-center gap-2 text-ink-2" href={raw} download>
                <Download className="icon" aria-hidden="true" />
                Download
                <span className="vh">
                  {' '}
                  {path}, {name.toLowerCase()}
                </span>
              </a>
            </figcaption>
          </figure>
        )
      })}
    </div>
  )
}
