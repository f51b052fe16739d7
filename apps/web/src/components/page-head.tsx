import type { ReactNode } from 'react'

/** The heading of a page and one sentence about it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="stack gap-1">
      <h1>{title}</h1>
      {children ? <p className="max-w-measure text-ink-2">{children}</p> : null}
    </div>
  )
}
