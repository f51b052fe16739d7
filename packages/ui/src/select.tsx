import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { CONTROL_LOOK } from './control-look.ts'

/** The system's own select: it works without script, and on a phone it is the best there is. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  // `read-only` matches every select.
  return <select {...rest} className={classes(CONTROL_LOOK.replace(' read-only:bg-sunken', ''), className)} />
}
