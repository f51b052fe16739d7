import type { ComponentProps } from 'react'
import { type ButtonLook, buttonLook } from './button-look.ts'
import { classes } from './classes.ts'

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant, size, block, className, ...rest }: ComponentProps<'a'> & ButtonLook) {
  return <a {...rest} className={classes(buttonLook({ variant, size, block }), className)} />
}
