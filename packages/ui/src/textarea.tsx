import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { CONTROL_LOOK } from './control-look.ts'

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} rows={rows} className={classes(CONTROL_LOOK, 'resize-y py-2', className)} />
}
