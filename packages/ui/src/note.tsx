import { BadgeCheck, Clock, Info, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type NoteKind = 'plain' | 'verified' | 'as-of' | 'refused'

const LOOK = {
  plain: ['border-line border-s-line-strong bg-surface', '', Info],
  verified: ['border-verified-line bg-verified-soft', 'text-verified', BadgeCheck],
  'as-of': ['border-as-of-line bg-as-of-soft', 'text-as-of', Clock],
  refused: ['border-refused-line bg-refused-soft', 'text-refused', OctagonX],
} as const satisfies Record<NoteKind, readonly [string, string, typeof Info]>

export interface NoteProps {
  kind?: NoteKind | undefined
  title: ReactNode
  children?: ReactNode
  /** `alert` is read at once, `status` when the reader pauses; absent for what was there from the start. */
  role?: 'alert' | 'status' | undefined
  id?: string | undefined
}

/** Says what happened, to what, what it means and what to do. */
export function Note({ kind = 'plain', title, children, role, id }: NoteProps) {
  const [box, word, Icon] = LOOK[kind]
  return (
    <div
      id={id}
      role={role}
      className={classes('flex gap-3 rounded-m border border-s-3 px-4 py-3 text-s leading-snug', box)}
    >
      <Icon className={classes('icon', word)} aria-hidden="true" />
      <div className="stack flex-1 gap-1">
        <strong className={word}>{title}</strong>
        {children}
      </div>
    </div>
  )
}
