import type { ReactNode } from 'react'

export interface EmptyStateProps {
  title: string
  children?: ReactNode
  /** One way on. */
  action?: ReactNode
}

/** One sentence, one action, a dashed frame. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-l border border-dashed border-line-strong px-4 py-5 text-center text-s text-balance text-ink-2">
      <strong className="text-ink">{title}</strong>
      {children}
      {action}
    </div>
  )
}
