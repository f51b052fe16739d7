import type { FileView } from '@truss/contracts/git-views'
import type { DesignPage } from '@truss/contracts/views'
import { ButtonLink } from '@truss/ui/button-link'
import { EmptyState } from '@truss/ui/empty-state'
import { Plate } from '@truss/ui/plate'
import { SegmentedLinks } from '@truss/ui/segmented-links'
import { Download } from 'lucide-react'
import { isModel } from '../viewer/model-files.ts'
import { PartViewer } from '../viewer/part-viewer.tsx'
import { isPicture } from '../viewer/viewer-part.ts'
import { type Address, filesHref, rawHref } from './design-paths.ts'
import { formatSize } from './format-numbers.ts'
import { nameOf } from './path-crumbs.ts'
import { RepositoryText } from './repository-text.tsx'
import { TextView } from './text-view.tsx'
import { viewerPart } from './viewer-parts.ts'

export interface FileBodyProps {
  page: DesignPage
  design: Address
  at: string | undefined
  file: FileView
  /** Markdown as it was written. */
  source: boolean
}

/** What a file looks like, by its kind. */
export function FileBody({ page, design, at, file, source }: FileBodyProps) {
  const name = nameOf(file.path)
  const { title } = page.design.details
  if (file.hasStill || isPicture(file) || isModel(file.path)) {
    const part = viewerPart({ design, id: page.design.id, at }, file, true)
    return (
      <>
        <PartViewer parts={[part]} title={title} />
        {file.text === null ? null : <Lines text={file.text} name={name} title="Source" />}
      </>
    )
  }
  if (file.kind === 'markdown' && file.text !== null) {
    return (
      <Plate
        flush
        title={<span className="font-mono">{name}</span>}
        aside={
          <SegmentedLinks
            label="Show as"
            segments={[
              { href: filesHref(design, file.path, at), label: 'As read', current: !source },
              {
                href: filesHref(design, file.path, at, { view: 'source' }),
                label: 'Source',
                current: source,
              },
            ]}
          />
        }
      >
        {source ? (
          <TextView text={file.text} name={name} />
        ) : (
          <div className="p-4">
            <RepositoryText design={design} path={file.path} at={at} text={file.text} />
          </div>
        )}
      </Plate>
    )
  }
  if (file.text !== null) return <Lines text={file.text} name={name} title={name} />
  return (
    <EmptyState
      title={KIND_WORDS[file.kind] ?? 'No view for this kind of file'}
      action={
        <ButtonLink href={rawHref(design, file.path, at)} download={name}>
          <Download className="icon" aria-hidden="true" />
          Download {name}, {formatSize(file.size)}
        </ButtonLink>
      }
    >
      <p>The file is here, whole, and can be downloaded.</p>
    </EmptyState>
  )
}

const KIND_WORDS: Partial<Record<FileView['kind'], string>> = {
  cad: 'A CAD file: no picture of it is made yet',
  board: 'A circuit board: no picture of it is made yet',
  drawing: 'A drawing: no picture of it is made yet',
  mesh: 'A mesh in a format that has no view here',
  pdf: 'A PDF document',
  text: 'The text is too large to be shown',
  markdown: 'The text is too large to be shown',
  image: 'A picture in a format that browsers do not draw',
}

function Lines({ text, name, title }: { text: string; name: string; title: string }) {
  return (
    <Plate flush title={<span className="font-mono">{title}</span>}>
      <TextView text={text} name={name} />
    </Plate>
  )
}
