import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export interface FieldProps {
  /** Id of the control; hint and error are `<id>-hint` and `<id>-error`. */
  id: string
  label: ReactNode
  hint?: ReactNode
  /** What is wrong and how to mend it. */
  error?: string | undefined
  children: ReactNode
}

/** Label above, hint below, error below with a way out. The control inside takes `describedBy` of this file. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="stack gap-1">
      <label htmlFor={id} className="text-s font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="flex gap-2 text-s leading-snug text-refused">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{sentence(error)}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-s leading-snug text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** The attributes that tie a control to its hint and error. */
export function describedBy(id: string, parts: { hint?: ReactNode; error?: string | undefined }) {
  const ids = [parts.error && `${id}-error`, parts.hint && `${id}-hint`].filter(Boolean).join(' ')
  return { 'aria-describedby': ids || undefined, 'aria-invalid': parts.error ? true : undefined }
}

/** Contract messages start in lower case, as in git; a form writes sentences. */
function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?]$/.test(first) ? first : `${first}.`
}
