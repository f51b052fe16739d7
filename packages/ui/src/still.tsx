import { Box } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { StillPicture } from './still-picture.tsx'

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

/** A still on its stage, always 4:3. Both schemes are offered; the theme in force decides which is loaded. */
export function Still({ base, alt, sizes = '22rem', eager = false, missing, className }: StillProps) {
  return (
    <div
      className={classes(
        'stage relative grid aspect-still grid-cols-1 place-items-center overflow-hidden rounded-m',
        className,
      )}
    >
      {base === null ? (
        <div className="grid justify-items-center gap-2 p-4 text-center text-xs leading-snug text-ink-3">
          <Box className="size-avatar stroke-1" aria-hidden="true" />
          {missing ?? 'No picture yet'}
        </div>
      ) : (
        (['light', 'dark'] as const).map((scheme) => (
          <StillPicture key={scheme} base={base} scheme={scheme} alt={alt} sizes={sizes} eager={eager} />
        ))
      )}
    </div>
  )
}
