'use client'
import { useEffect } from 'react'

/** Makes `/` lead to the search field, except where one is writing. */
export function SearchShortcut({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target
      const writing =
        target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]')
      if (event.key !== '/' || writing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      document.getElementById(fieldId)?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [fieldId])
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 end-2 my-auto hidden h-avatar-s items-center rounded-s border border-line px-2 text-xs text-ink-3 lg:flex"
    >
      /
    </span>
  )
}
