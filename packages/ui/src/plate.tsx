import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

export interface PlateProps extends Omit<ComponentProps<'section'>, 'title'> {
  /** Heading of the plate; give `titleId` where a section should be named by it. */
  title?: ReactNode
  titleId?: string | undefined
  level?: 2 | 3 | undefined
  /** At the end of the heading's line. */
  aside?: ReactNode
  footer?: ReactNode
  /** Without inner space, for rows and tables that reach the border. */
  flush?: boolean | undefined
}

/** A panel made of lines: no shadow, never one in another. */
export function Plate(props: PlateProps) {
  const { title, titleId, level = 2, aside, footer, flush, className, children, ...rest } = props
  const Heading = `h${level}` as const
  return (
    <section
      aria-labelledby={titleId}
      {...rest}
      className={classes('min-w-0 rounded-l border border-line bg-surface', className)}
    >
      {title ? (
        <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line px-4 py-3">
          <Heading id={titleId} className="text-m">
            {title}
          </Heading>
          {aside}
        </header>
      ) : null}
      {flush ? children : <div className="p-4">{children}</div>}
      {footer ? <footer className="border-t border-line px-4 py-3 text-s text-ink-2">{footer}</footer> : null}
    </section>
  )
}
