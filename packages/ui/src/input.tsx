import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { CONTROL_LOOK } from './control-look.ts'

export interface InputProps extends ComponentProps<'input'> {
  /** For paths, addresses and ids. */
  mono?: boolean | undefined
}

export function Input({ mono, className, ...rest }: InputProps) {
  return <input {...rest} className={classes(CONTROL_LOOK, mono && 'font-mono', className)} />
}
