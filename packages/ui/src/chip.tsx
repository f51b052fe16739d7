import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

const LOOK =
  'inline-flex items-center gap-1 rounded-s border border-line bg-surface px-2 py-px text-xs leading-normal whitespace-nowrap text-ink-2'

/** A fact, never a button. */
export function Chip({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={classes(LOOK, className)} />
}

/** A fact that leads to all that share it, or takes itself off a list. */
export function ChipLink({ className, ...rest }: ComponentProps<'a'>) {
  return <a {...rest} className={classes(LOOK, 'hover:border-line-strong hover:no-underline', className)} />
}
