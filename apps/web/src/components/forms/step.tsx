import type { ReactNode } from 'react'

/** One part of a longer form, under its own heading. */
export function Step(props: {
  id: string
  title: string
  note?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  const { id, title, note, aside, children } = props
  return (
    <section
      aria-labelledby={id}
      className="stack gap-4 border-t border-line py-5 first:border-t-0 first:pt-0"
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
