import type { ReactNode } from 'react'

export interface Segment {
  href: string
  label: ReactNode
  current?: boolean | undefined
}

/** A few ways to see the same thing, as links. */
export function SegmentedLinks({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    <nav aria-label={label} className="max-w-full overflow-x-auto scrollbar-none">
      <ul className="inline-flex overflow-hidden rounded-m border border-line-strong bg-surface">
        {segments.map((segment) => (
          <li key={segment.href} className="border-s border-line first:border-s-0">
            <a
              href={segment.href}
              aria-current={segment.current ? 'true' : undefined}
              className="inline-flex min-h-control items-center gap-2 px-3 text-s font-medium whitespace-nowrap text-ink-2 -outline-offset-2 hover:bg-sunken hover:no-underline aria-[current=true]:bg-accent-soft aria-[current=true]:text-accent"
            >
              {segment.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
