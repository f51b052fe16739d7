import { Plate } from '@truss/ui/plate'
import { BadgeCheck, GitBranch, History } from 'lucide-react'

const POINTS = [
  [History, 'Every version is kept for good. Later ones are added, never written over it.'],
  [BadgeCheck, 'Mirrors copy it within seconds and prove that they did it right.'],
  [GitBranch, 'It is a git repository too. Clone it, and leave with everything whenever you like.'],
] as const

/** What making a design sets going. */
export function WhatHappens() {
  return (
    <div className="stick">
      <Plate title="What happens then" flush>
        <ul>
          {POINTS.map(([Icon, words]) => (
            <li
              key={words}
              className="flex gap-3 border-t border-line px-4 py-3 text-s leading-snug first:border-t-0"
            >
              <Icon className="icon text-ink-3" aria-hidden="true" />
              <span>{words}</span>
            </li>
          ))}
        </ul>
      </Plate>
    </div>
  )
}
