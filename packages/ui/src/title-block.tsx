import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

/** The facts of a thing in ruled cells, as on a drawing; at most six. */
export function TitleBlock({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="cols-cells overflow-hidden rounded-l border border-line bg-line">
      {facts.slice(0, 6).map(({ label, value }) => (
        <div key={label} className="min-w-0 bg-surface px-3 py-2">
          <dt className="text-xs leading-normal text-ink-3">{label}</dt>
          <dd className="text-s font-medium leading-snug">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
