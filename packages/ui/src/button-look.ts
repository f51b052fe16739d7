import { classes } from './classes.ts'

/** `filled` at most once per view or form; `stop` for what takes something away. */
export type ButtonVariant = 'filled' | 'outlined' | 'bare' | 'stop'
export type ButtonSize = 'normal' | 'big'

export interface ButtonLook {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  /** Fills the width of its container. */
  block?: boolean | undefined
}

const BASE =
  'relative inline-flex items-center justify-center gap-2 rounded-m border font-medium leading-tight whitespace-nowrap transition-colors duration-quick ease-calm hover:no-underline'

const VARIANTS: Record<ButtonVariant, string> = {
  filled:
    'border-accent-fill bg-accent-fill text-on-accent hover:border-accent-strong hover:bg-accent-strong',
  outlined:
    'border-line-strong bg-surface hover:bg-sunken active:bg-line aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:text-accent',
  bare: 'border-transparent hover:bg-sunken active:bg-line',
  stop: 'border-refused-line bg-surface text-refused hover:bg-refused-soft',
}

const SIZES: Record<ButtonSize, string> = {
  normal: 'min-h-control px-3 py-1 text-s',
  big: 'min-h-target px-5 py-1 text-m',
}

const BLOCKED =
  'relative inline-flex items-center justify-center gap-2 rounded-m border border-line bg-sunken font-medium leading-tight whitespace-nowrap text-ink-3 cursor-not-allowed'

/** The look of a button, shared by buttons and by links that act like one. */
export function buttonLook(
  { variant = 'outlined', size = 'normal', block }: ButtonLook,
  blocked = false,
): string {
  return classes(blocked ? BLOCKED : classes(BASE, VARIANTS[variant]), SIZES[size], block && 'w-full')
}
