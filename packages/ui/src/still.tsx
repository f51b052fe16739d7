import { Box } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** Widths in pixels in which a still is drawn. */
export const STILL_WIDTHS = [480, 960] as const

export interface StillProps {
  /** Address without size and scheme; `/480-light.webp` and the like are added. `null`: nothing to show. */
  base: string | null
  /** What is seen; empty where the words beside it say the same. */
  alt: string
  /** The width that it takes, as in `img sizes`. */
  sizes?: string | undefined
  /** Fetch before others: for the largest picture of a page. */
  eager?: boolean | undefined
  /** Said instead of a picture. */
  missing?: ReactNode
  className?: string | undefined
}

const sources = (base: string, scheme: 'light' | 'dark') =>
  STILL_WIDTHS.map((width) => `${base}/${width}-${scheme}.webp ${width}w`).join(', ')

/** A still on its stage, always 4:3. Both schemes are offered; the theme in force decides which is loaded. */
export function Still({ base, alt, sizes = '22rem', eager, missing, className }: StillProps) {
  return (
    <div className={classes('stage relative aspect-still overflow-hidden rounded-m', className)}>
      {base === null ? (
        <div className="grid size-full place-content-center justify-items-center gap-2 p-4 text-center text-xs leading-snug text-ink-3">
          <Box className="size-avatar stroke-1" aria-hidden="true" />
          {missing ?? 'No picture yet'}
        </div>
      ) : (
        (['light', 'dark'] as const).map((scheme) => (
          <img
            key={scheme}
            src={`${base}/${STILL_WIDTHS[0]}-${scheme}.webp`}
            srcSet={sources(base, scheme)}
            sizes={sizes}
            alt={alt}
            width={480}
            height={360}
            // A hidden lazy picture is never fetched, so that only the scheme in force costs a request.
            loading="lazy"
            fetchPriority={eager ? 'high' : 'auto'}
            decoding="async"
            className={classes(
              'size-full object-cover',
              scheme === 'light' ? 'dark:hidden' : 'hidden dark:block',
            )}
          />
        ))
      )}
    </div>
  )
}
