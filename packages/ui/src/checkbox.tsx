import type { ComponentProps, ReactNode } from 'react'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  children: ReactNode
  /** How many, at the end of the line. */
  count?: ReactNode
}

export function Checkbox({ children, count, ...rest }: CheckboxProps) {
  return (
    <label className="flex min-h-avatar cursor-pointer items-center gap-2 py-px text-s pointer-coarse:min-h-target">
      <input {...rest} type="checkbox" className="m-0 size-icon flex-none" />
      <span className="min-w-0">{children}</span>
      {count === undefined ? null : <span className="ms-auto text-ink-3">{count}</span>}
    </label>
  )
}
