import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

const LOOK =
  'inline-flex items-center gap-1 rounded-s border border-line bg-surface px-2 py-px text-xs leading-normal whitespace-nowrap'

const TONES = {
  plain: 'text-ink-2',
  accent: 'text-accent',
  verified: 'text-verified',
  'as-of': 'text-as-of',
  refused: 'text-refused',
} as const

export interface ChipProps extends ComponentProps<'span'> {
  /** A verdict's colour, always with its sign and word inside. */
  tone?: keyof typeof TONES
}

/** A fact, never a button. */
export function Chip({ tone = 'plain', className, ...rest }: ChipProps) {
  return <span {...rest} className={classes(LOOK, TONES[tone], className)} />
}

/** A fact that leads to all that share it, or takes itself off a list. */
export function ChipLink({ className, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      className={classes(LOOK, TONES.plain, 'hover:border-line-strong hover:no-underline', className)}
    />
  )
}
