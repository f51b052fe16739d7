import { BadgeCheck, CircleDashed, Clock, OctagonX } from 'lucide-react'
import type { InstanceState } from './instance-state.ts'

const LOOK = {
  'in-order': ['text-verified', BadgeCheck, 'In order'],
  late: ['text-as-of', Clock, 'Behind the feed'],
  silent: ['text-as-of', Clock, 'Not heard from'],
  waiting: ['text-ink-2', CircleDashed, 'Waiting'],
  suspended: ['text-refused', OctagonX, 'Suspended'],
} as const

/** How an instance is doing: a sign and a word. */
export function StateWord({ state }: { state: InstanceState }) {
  const [colour, Icon, word] = LOOK[state]
  return (
    <span className={`inline-flex items-center gap-1 font-medium whitespace-nowrap ${colour}`}>
      <Icon className="icon" aria-hidden="true" />
      {word}
    </span>
  )
}
