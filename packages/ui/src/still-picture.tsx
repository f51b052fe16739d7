'use client'
import { useCallback, useEffect, useState } from 'react'
import { classes } from './classes.ts'
import { STILL_WIDTHS } from './still-widths.ts'

/** A still that is not there yet is being made; its server asks to come back after so long. */
const RETRY_MS = 5_000
const MAX_TRIES = 4

export interface StillPictureProps {
  base: string
  scheme: 'light' | 'dark'
  alt: string
  sizes: string
  eager: boolean
}

/** The still of one scheme. Asks again while it is being made, and says so. */
export function StillPicture({ base, scheme, alt, sizes, eager }: StillPictureProps) {
  const [tries, setTries] = useState(0)
  const [failed, setFailed] = useState(false)
  // A picture that failed before this code ran told nobody.
  const check = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth === 0 && image.currentSrc !== '') setFailed(true)
  }, [])
  useEffect(() => {
    if (!failed || tries >= MAX_TRIES) return
    const timer = setTimeout(() => {
      setTries(tries + 1)
      setFailed(false)
    }, RETRY_MS)
    return () => clearTimeout(timer)
  }, [failed, tries])
  const shown = scheme === 'light' ? 'dark:hidden' : 'hidden dark:block'
  if (failed) {
    return (
      <p className={classes(shown, 'p-4 text-center text-xs text-ink-3')}>
        {tries < MAX_TRIES ? 'The picture is being made' : 'No picture could be made'}
      </p>
    )
  }
  return (
    <img
      key={tries}
      ref={check}
      src={`${base}/${STILL_WIDTHS[0]}-${scheme}.webp`}
      srcSet={STILL_WIDTHS.map((width) => `${base}/${width}-${scheme}.webp ${width}w`).join(', ')}
      sizes={sizes}
      alt={alt}
      width={480}
      height={360}
      // A hidden lazy picture is never fetched, so that only the scheme in force costs a request.
      loading="lazy"
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      onError={() => setFailed(true)}
      className={classes(shown, 'size-full object-cover')}
    />
  )
}
