'use client'
import { IconButton } from '@truss/ui/icon-button'
import { SunMoon } from 'lucide-react'
import { THEME_COOKIE } from './theme-cookie.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Switches between light and dark; the choice stays in this browser. */
export function ThemeToggle() {
  const toggle = () => {
    const root = document.documentElement
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    const next = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark'
    root.dataset.theme = next
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }
  return (
    <IconButton aria-label="Switch between light and dark" onClick={toggle}>
      <SunMoon className="icon" aria-hidden="true" />
    </IconButton>
  )
}
