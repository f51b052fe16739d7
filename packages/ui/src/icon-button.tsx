import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

const LOOK =
  'inline-flex size-control flex-none items-center justify-center rounded-m border border-transparent hover:bg-sunken active:bg-line hover:no-underline'

type Labelled = { 'aria-label': string }

/** A button that is only an icon; its name is not optional. */
export function IconButton({ className, type = 'button', ...rest }: ComponentProps<'button'> & Labelled) {
  return <button {...rest} type={type} className={classes(LOOK, className)} />
}

/** The same as a link. */
export function IconLink({ className, ...rest }: ComponentProps<'a'> & Labelled) {
  return <a {...rest} className={classes(LOOK, className)} />
}
