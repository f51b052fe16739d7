'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'

/** A command to take along. The text can be selected where the button cannot work. */
export function CopyCommand({ command, label = 'Copy' }: { command: string; label?: string }) {
  const [said, setSaid] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command)
      setSaid('Copied')
    } catch {
      setSaid('Select the text and copy it')
    }
  }
  return (
    <div className="stack gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2 text-xs">
        {command}
      </pre>
      <div className="flex items-center gap-3">
        <Button onClick={copy}>
          {said === 'Copied' ? (
            <Check className="icon" aria-hidden="true" />
          ) : (
            <Copy className="icon" aria-hidden="true" />
          )}
          {label}
        </Button>
        <span role="status" className="text-s text-ink-2">
          {said}
        </span>
      </div>
    </div>
  )
}
