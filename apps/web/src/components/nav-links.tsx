'use client'
import { usePathname } from 'next/navigation'
import { SITE_LINKS } from './site-links.ts'

/** The bar's links; the one that is open is marked. */
export function NavLinks() {
  const path = usePathname()
  return (
    <nav aria-label="Main" className="ms-auto hidden lg:block">
      <ul className="flex gap-1">
        {SITE_LINKS.map(({ href, label }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className="block rounded-m border-b-2 border-transparent px-3 py-2 text-s font-medium text-ink-2 hover:bg-sunken hover:text-ink hover:no-underline aria-[current=page]:rounded-none aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
