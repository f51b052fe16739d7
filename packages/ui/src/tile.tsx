import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface TileProps {
  href: string
  title: string
  /** Who made it, and where. */
  by: ReactNode
  /** A `Still` with a line around it. */
  picture: ReactNode
  /** Only for what is out of order: *as of* or *refused*. */
  corner?: ReactNode
  facts?: ReactNode
  level?: 2 | 3 | undefined
}

/** One thing on a list of things: the whole tile is one link, named by the title. */
export function Tile({ href, title, by, picture, corner, facts, level = 3 }: TileProps) {
  const Heading = `h${level}` as const
  return (
    <li className="group relative isolate grid min-w-0 content-start gap-2 rounded-m has-[h2_a:focus-visible,h3_a:focus-visible]:outline-2 has-[h2_a:focus-visible,h3_a:focus-visible]:outline-offset-4 has-[h2_a:focus-visible,h3_a:focus-visible]:outline-focus">
      {corner ? <div className="absolute start-2 top-2 z-sticky">{corner}</div> : null}
      <div className="rounded-m border border-line transition-colors duration-quick group-hover:border-line-strong">
        {picture}
      </div>
      <div>
        <Heading className="text-s font-medium leading-snug sm:text-m">
          <a href={href} className="after:absolute after:inset-0 focus-visible:outline-none">
            {title}
          </a>
        </Heading>
        <p className="text-xs leading-snug text-ink-3 sm:text-s">{by}</p>
      </div>
      {facts ? (
        <div className="flex flex-wrap gap-x-3 gap-y-px text-xs leading-normal text-ink-2">{facts}</div>
      ) : null}
    </li>
  )
}

/** Two columns on a phone, four at 1440. */
export function TileGrid({ children, className }: { children: ReactNode; className?: string }) {
  return <ul className={classes('cols-tiles', className)}>{children}</ul>
}
