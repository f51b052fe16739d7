import { classes } from './classes.ts'

export interface AvatarProps {
  /** Its first letter is shown. */
  name: string
  size?: 'small' | 'normal' | 'large'
}

const SIZES = {
  small: 'size-avatar-s text-xs leading-none',
  normal: 'size-avatar text-xs',
  large: 'size-avatar-l text-2xl',
}

/** Round is for people only. Hidden from screen readers: the name stands beside it. */
export function Avatar({ name, size = 'normal' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-grid flex-none place-items-center rounded-round border border-line bg-sunken font-bold text-ink-2 uppercase',
        SIZES[size],
      )}
    >
      {Array.from(name)[0] ?? '?'}
    </span>
  )
}
