import { BadgeCheck, CircleDashed, Clock, OctagonX } from 'lucide-react'
import { classes } from './classes.ts'
import { RelativeTime } from './relative-time.tsx'

export type VerdictKind = 'verified' | 'as-of' | 'refused' | 'absent'

export interface VerdictProps {
  verdict: VerdictKind
  /** When the state that is shown was signed (RFC 3339). */
  at?: string | null | undefined
  /** Why it was refused. */
  reason?: string | null | undefined
  /** Shows `now` instead of the time for a current copy. */
  now?: boolean | undefined
}

const LOOK = {
  verified: ['text-verified', BadgeCheck],
  'as-of': ['text-as-of', Clock],
  refused: ['text-refused', OctagonX],
  absent: ['text-ink-3', CircleDashed],
} as const satisfies Record<VerdictKind, readonly [string, typeof Clock]>

/** How far a copy can be trusted: a sign, the protocol's own word, and a time. */
export function Verdict({ verdict, at, reason, now }: VerdictProps) {
  const [colour, Icon] = LOOK[verdict]
  return (
    <span className={classes('inline-flex items-center gap-1 text-s font-medium leading-snug', colour)}>
      <Icon className="icon" aria-hidden="true" />
      <span>
        {verdict === 'verified' && (now ? 'Verified, now' : 'Verified')}
        {verdict === 'as-of' &&
          (at ? (
            <>
              as of <RelativeTime at={at} />
            </>
          ) : (
            'as of an earlier state'
          ))}
        {verdict === 'refused' && (reason ? `Refused: ${reason}` : 'Refused')}
        {verdict === 'absent' && 'No copy here'}
      </span>
    </span>
  )
}
