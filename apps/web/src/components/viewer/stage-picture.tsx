import { Box } from 'lucide-react'
import { nameOf } from '../design/path-crumbs.ts'
import { isPicture, type ViewerPart } from './viewer-part.ts'

const WIDTHS = [480, 1200] as const

/** The picture of a part before, or instead of, its model. */
export function StagePicture({ part, title }: { part: ViewerPart; title: string }) {
  const alt = `${title}: ${nameOf(part.path)}`
  const look = 'absolute inset-0 size-full object-contain'
  if (isPicture(part)) {
    // biome-ignore lint/performance/noImgElement: the image service of Next is off, pictures come in their sizes
    return <img src={part.raw} alt={alt} decoding="async" className={look} />
  }
  if (part.still === null) {
    return (
      <div className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-4 text-center text-s text-ink-3">
        <Box className="size-avatar stroke-1" aria-hidden="true" />
        <p>No picture of {nameOf(part.path)} yet. The file can be downloaded.</p>
      </div>
    )
  }
  return (['light', 'dark'] as const).map((scheme) => (
    // biome-ignore lint/performance/noImgElement: the image service of Next is off, pictures come in their sizes
    <img
      key={scheme}
      src={`${part.still}/480-${scheme}.webp`}
      srcSet={WIDTHS.map((width) => `${part.still}/${width}-${scheme}.webp ${width}w`).join(', ')}
      sizes="(min-width: 62rem) 55rem, 100vw"
      alt={alt}
      width={1200}
      height={900}
      // A hidden lazy picture is never fetched, so that only the scheme in force costs a request.
      loading="lazy"
      fetchPriority="high"
      decoding="async"
      className={`${look} ${scheme === 'light' ? 'dark:hidden' : 'hidden dark:block'}`}
    />
  ))
}
