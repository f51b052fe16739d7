import type { ReactNode } from 'react'

export interface Tab {
  href: string
  label: ReactNode
  count?: number | null | undefined
  current?: boolean | undefined
}

/** Tabs as links: each has an address and works without script. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-gutter border-b border-line">
      <ul className="flex gap-4 overflow-x-auto px-gutter scrollbar-none">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a
              href={tab.href}
              aria-current={tab.current ? 'page' : undefined}
              className="flex items-center gap-2 border-b-2 border-transparent py-2 text-s font-medium whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink hover:no-underline aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {tab.label}
              {tab.count == null ? null : <span className="font-normal text-ink-3">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
