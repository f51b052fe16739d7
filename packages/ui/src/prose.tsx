import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** Text that people wrote, at most 68 characters wide. */
export function Prose({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('prose', className)}>{children}</div>
}
