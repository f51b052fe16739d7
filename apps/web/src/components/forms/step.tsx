import type { ReactNode } from 'react'

/** One part of a longer form, under its own heading. */
export function Step(props: {
  id: string
  title: string
  note?: ReactNode
  aside?: ReactNode
  /** Without a line above. */
  first?: boolean
  children: ReactNode
}) {
  const { id, title, note, aside, first, children } = props
  return (
    <section
      aria-labelledby={id}
      className={first ? 'stack gap-4 pb-5' : 'stack gap-4 border-t border-line py-5'}
    >
      <div className="stack gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
        {note ? <p className="text-s text-ink-2">{note}</p> : null}
      </div>
      {children}
    </section>
  )
}
